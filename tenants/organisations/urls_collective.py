"""Routes of this app; see the wing's views."""

from django.urls import URLPattern, URLResolver

app_name = "organisations"
urlpatterns: list[URLPattern | URLResolver] = []
