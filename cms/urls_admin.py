"""Wagtail's admin, for the editors of the collective, without what manages people: accounts live with us."""

from django.urls import path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.views import admin
from tess.identity.views.sign_in import sign_out

OURS = {"wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_account"}
PROOFS = {"test404/", "failwhale/"}  # Wagtail's pages for looking at errors
theirs = [
    pattern
    for pattern in wagtailadmin_urls.urlpatterns
    if getattr(pattern, "name", None) not in OURS and str(pattern.pattern) not in PROOFS
]

urlpatterns = [
    path("entrer/", admin.enter, name="wagtailadmin_login"),
    path("sortir/", sign_out, name="wagtailadmin_logout"),
    path("compte/", admin.account, name="wagtailadmin_account"),
    re_path(
        r"^(?P<what>login|logout|account|password_reset|users|groups|bulk/identity|bulk/auth)/(?P<rest>.*)$",
        admin.closed,
        name="wagtailadmin_walled_up",
    ),
    *decorate_urlpatterns(theirs, admin.editors_only),
]
