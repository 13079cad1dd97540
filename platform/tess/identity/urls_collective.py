"""Identity at the collective's host."""

from django.urls import path

from tess.identity.views import handover, home, sign_in

app_name = "identity"
urlpatterns = [
    path("connexion/", sign_in.sign_in, name="sign_in"),
    path("deconnexion/", sign_in.sign_out, name="sign_out"),
    path("au-revoir/", sign_in.signed_out, name="signed_out"),
    path("passage/", handover.hand_over, name="hand_over"),
    path("espace/", home.collective_home, name="home"),
]
