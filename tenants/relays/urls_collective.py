"""Routes at the collective's host: the same pages, and the coordination's mark."""

from django.urls import URLPattern, URLResolver, path

from tenants.relays.urls_organisation import urlpatterns as shared
from tenants.relays.views import directory

app_name = "relays"
urlpatterns: list[URLPattern | URLResolver] = [
    *shared,
    path("<slug:slug>/verifie/", directory.verify, name="verify"),
]
