"""Routes at the collective's host."""

from django.urls import include, path
from wagtail.documents import urls as wagtaildocs_urls

from tess.config.guide import style_guide
from tess.config.health import health

urlpatterns = [
    path("sante/", health, name="health"),
    path("style/", style_guide, name="style"),
    path("style/<slug:family>/", style_guide, name="style_family"),
    path("", include("tess.config.urls_shell")),
    path("", include("tess.identity.urls_collective")),
    path("", include("tenants.admission.urls_collective")),
    path("", include("tess.identity.urls_account")),
    path("organisations/", include("tenants.organisations.urls_collective")),
    path("relais/", include("tenants.relays.urls_collective")),
    path("formations/", include("shared_training.sessions.urls_collective")),
    path("observatoire/", include("tess.observatory.urls_collective")),
    path("budget/", include("billing.budgets.urls_collective")),
    path("cms/", include("cms.urls_admin")),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("cms.urls_collective")),  # last: every other path is a page of the site
]

handler400 = "tess.kernel.interface.errors.bad_request"
handler403 = "tess.kernel.interface.errors.forbidden"
handler404 = "tess.kernel.interface.errors.not_found"
handler500 = "tess.kernel.interface.errors.server_error"
