"""Routes at an organisation's host: the directory is read there, and what is wrong in it is said to the collective."""

from django.urls import URLPattern, URLResolver, path

from tenants.relays.views import claims, directory

app_name = "relays"
READING: list[URLPattern | URLResolver] = [
    path("", directory.directory, name="directory"),
    path("resultats/", directory.results, name="results"),
    path("<slug:slug>/", directory.service, name="service"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    *READING,
    path("<slug:slug>/signaler/", claims.claim, name="claim"),
]
