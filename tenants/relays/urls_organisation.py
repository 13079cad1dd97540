"""Routes of this app; see the wing's views."""

from django.urls import URLPattern, URLResolver

app_name = "relays"
urlpatterns: list[URLPattern | URLResolver] = []
