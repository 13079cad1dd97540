"""Identity at the collective's host."""

from django.urls import path

from tess.identity.views import account, handover, home, invitation, sign_in

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
    path("espace/", home.collective_home, name="home"),
    path("compte/", account.account, name="account"),
    path("compte/nom/", account.change_name, name="change_name"),
    path("compte/connexions/fin/", account.end_every_session, name="end_every_session"),
    path("compte/connexions/<slug:handle>/fin/", account.end_session, name="end_session"),
]
