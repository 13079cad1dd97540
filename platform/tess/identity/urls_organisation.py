"""Identity at an organisation's host: one comes in, goes out, and those who answer for it say who may."""

from django.urls import path

from tess.identity.views import access, exceptional, handover, home, locked, presence, who_may

app_name = "identity"
urlpatterns = [
    path("", home.organisation_home, name="home"),
    path("acces/", access.people, name="access"),
    path("acces/inviter/", access.invite, name="access_invite"),
    path("acces/historique/", access.grants, name="access_history"),
    path("acces/qui-peut-quoi/", who_may.who_may, name="who_may"),
    path("acces/<int:pk>/", access.person, name="access_person"),
    path("acces/<int:pk>/retirer/", access.withdraw, name="access_withdraw"),
    path("acces/<int:pk>/remettre/", access.put_back, name="access_put_back"),
    path("acces/invitations/<uuid:pk>/renouveler/", access.renew, name="invitation_renew"),
    path("acces/invitations/<uuid:pk>/retirer/", access.revoke, name="invitation_revoke"),
    path("acces/exceptionnel/<uuid:pk>/terminer/", exceptional.end, name="exceptional_end"),
    path("verrouiller/", locked.lock, name="lock"),
    path("presence/", presence.presence, name="presence"),
    path("revenu/", presence.back, name="back"),
    path("entrer/", handover.enter, name="enter"),
    path("entrer/jeton/", handover.accept, name="accept"),
    path("sortir/", handover.leave, name="sign_out"),
]
