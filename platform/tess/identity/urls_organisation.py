"""Identity at an organisation's host: nothing lives here, one only comes in and goes out."""

from django.urls import path

from tess.identity.views import handover, home

app_name = "identity"
urlpatterns = [
    path("", home.organisation_home, name="home"),
    path("entrer/", handover.enter, name="enter"),
    path("entrer/jeton/", handover.accept, name="accept"),
    path("sortir/", handover.leave, name="sign_out"),
]
