"""The public site: Wagtail's pages, without the doors it opens of itself."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls

from cms.views.admin import closed

urlpatterns = [
    # signing in and shared passwords: an account is ours, and a password is never shared
    re_path(r"^_util/(?P<rest>.*)$", closed, name="wagtailcore_walled_up"),
    path("", include(wagtail_urls)),
]
