"""Routes at an organisation's host."""

from django.urls import include, path

urlpatterns = [
    path("", include("tess.config.urls_shell")),
    path("", include("tess.identity.urls_organisation")),
    path("appels/", include("tenants.telephony.urls_organisation")),
    path("fiches/", include("tenants.desk.urls_organisation")),
    path("relais/", include("tenants.relays.urls_organisation")),
    path("equipe/", include("tenants.people.urls_organisation")),
    path("activite/", include("tenants.activity.urls_organisation")),
    path("premiers-pas/", include("tenants.onboarding.urls_organisation")),
    path("commun/", include("cms.urls_organisation")),
]

handler400 = "tess.kernel.interface.errors.bad_request"
handler403 = "tess.kernel.interface.errors.forbidden"
handler404 = "tess.kernel.interface.errors.not_found"
handler500 = "tess.kernel.interface.errors.server_error"
