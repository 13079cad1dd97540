"""Routes at an organisation's host: the directory is read there, never written."""

from django.urls import URLPattern, URLResolver, path

from tenants.relays.views import directory

app_name = "relays"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", directory.directory, name="directory"),
    path("resultats/", directory.results, name="results"),
    path("<slug:slug>/", directory.service, name="service"),
]
