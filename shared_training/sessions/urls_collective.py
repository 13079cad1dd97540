"""Routes of this app; see the wing's views."""

from django.urls import URLPattern, URLResolver

app_name = "training_sessions"
urlpatterns: list[URLPattern | URLResolver] = []
