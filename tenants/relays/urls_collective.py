"""Routes at the collective's host: the same pages, and the coordination's mark."""

from django.urls import URLPattern, URLResolver, path

from tenants.relays.urls_organisation import READING
from tenants.relays.views import coordination

app_name = "relays"
urlpatterns: list[URLPattern | URLResolver] = [
    *READING,
    path("<slug:slug>/verifie/", coordination.verify, name="verify"),
    path("<slug:slug>/rien-a-corriger/", coordination.dismiss, name="dismiss"),
    path("<slug:slug>/retirer/", coordination.withdraw, name="withdraw"),
    path("<slug:slug>/remettre/", coordination.put_back, name="put_back"),
]
