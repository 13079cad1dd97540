"""Identity at the collective's host."""

from django.urls import path

from tess.identity.views import (
    access,
    account,
    exceptional,
    handover,
    home,
    invitation,
    locked,
    presence,
    sign_in,
    who_may,
)

app_name = "identity"
urlpatterns = [
    path("connexion/", sign_in.sign_in, name="sign_in"),
    path("connexion/recommencer/", sign_in.start_over, name="start_over"),
    path("deconnexion/", sign_in.sign_out, name="sign_out"),
    path("au-revoir/", sign_in.signed_out, name="signed_out"),
    path("passage/", handover.hand_over, name="hand_over"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("invitation/<str:token>/code/", invitation.send_code, name="invitation_code"),
    path("invitation/<str:token>/preuve/", invitation.prove, name="invitation_prove"),
    path("invitation/<str:token>/compte/", invitation.account, name="invitation_account"),
    path("invitation/<str:token>/rejoindre/", invitation.join, name="invitation_join"),
    path("invitation/<str:token>/autre-personne/", invitation.other, name="invitation_other"),
    path("acces/", access.people, name="access"),
    path("acces/inviter/", access.invite, name="access_invite"),
    path("acces/historique/", access.grants, name="access_history"),
    path("acces/qui-peut-quoi/", who_may.who_may, name="who_may"),
    path("acces/<int:pk>/", access.person, name="access_person"),
    path("acces/<int:pk>/retirer/", access.withdraw, name="access_withdraw"),
    path("acces/<int:pk>/remettre/", access.put_back, name="access_put_back"),
    path("acces/invitations/<uuid:pk>/renouveler/", access.renew, name="invitation_renew"),
    path("acces/invitations/<uuid:pk>/retirer/", access.revoke, name="invitation_revoke"),
    path("acces/exceptionnel/", exceptional.accesses, name="exceptional"),
    path("acces/exceptionnel/<uuid:pk>/terminer/", exceptional.leave, name="exceptional_leave"),
    path("verrouiller/", locked.lock, name="lock"),
    path("verrou/", locked.locked, name="locked"),
    path("verrou/autre-personne/", locked.somebody_else, name="sign_out_other"),
    path("presence/", presence.presence, name="presence"),
    path("revenu/", presence.back, name="back"),
    path("espace/", home.collective_home, name="home"),
    path("compte/", account.account, name="account"),
    path("compte/nom/", account.change_name, name="change_name"),
    path("compte/connexions/fin/", account.end_every_session, name="end_every_session"),
    path("compte/connexions/<slug:handle>/fin/", account.end_session, name="end_session"),
]
