"""The demonstration's mailbox, at the collective's host."""

from django.urls import path

from tess.local.mailbox import views

app_name = "mailbox"
urlpatterns = [
    path("", views.box, name="box"),
    path("<str:key>/", views.one, name="letter"),
    path("<str:key>/lettre/", views.dressed, name="dressed"),
]
