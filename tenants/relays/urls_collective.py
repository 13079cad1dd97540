"""Routes at the collective's host: the same pages, and the coordination's mark."""

from django.urls import URLPattern, URLResolver, path

from tenants.relays.urls_organisation import READING
from tenants.relays.views import claims, directory

app_name = "relays"
urlpatterns: list[URLPattern | URLResolver] = [
    *READING,
    path("<slug:slug>/verifie/", directory.verify, name="verify"),
    path("<slug:slug>/rien-a-corriger/", claims.dismiss, name="dismiss"),
    path("<slug:slug>/retirer/", claims.withdraw, name="withdraw"),
    path("<slug:slug>/remettre/", claims.put_back, name="put_back"),
]
