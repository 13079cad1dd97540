"""Routes of telephony at an organisation's host, under /appels/."""

from django.urls import path

from tenants.telephony.views import calls, imports, lines, profiles, sites

app_name = "telephony"
urlpatterns = [
    path("", calls.calls, name="calls"),
    path("lignes/", lines.index, name="lines"),
    path("lignes/nouvelle/", lines.create, name="line_new"),
    path("lignes/<int:pk>/", lines.edit, name="line"),
    path("lignes/<int:pk>/archiver/", lines.archive, name="line_archive"),
    path("lignes/<int:pk>/remettre/", lines.put_back, name="line_put_back"),
    path("lignes/horaires/", lines.hours_said, name="hours_said"),
    path("lignes/sites/", sites.index, name="sites"),
    path("lignes/sites/nouveau/", sites.create, name="site_new"),
    path("lignes/sites/<int:pk>/", sites.edit, name="site"),
    path("lignes/sites/<int:pk>/supprimer/", sites.remove, name="site_remove"),
    path("imports/", imports.index, name="imports"),
    path("imports/nouveau/", imports.create, name="import_new"),
    path("imports/<uuid:pk>/", imports.show, name="import"),
    path("imports/<uuid:pk>/avancement/", imports.progress, name="import_progress"),
    path("imports/<uuid:pk>/charger/", imports.load, name="import_load"),
    path("imports/<uuid:pk>/abandonner/", imports.give_up, name="import_give_up"),
    path("imports/<uuid:pk>/reprendre/", imports.resume, name="import_resume"),
    path("imports/<uuid:pk>/annuler/", imports.undo, name="import_undo"),
    path("imports/<uuid:pk>/lignes-refusees.csv", imports.refused_lines, name="import_refused"),
    path("profils/", profiles.index, name="profiles"),
    path("profils/exemple/", profiles.sample, name="profile_sample"),
    path("profils/nouveau/", profiles.create, name="profile_new"),
    path("profils/<int:pk>/", profiles.edit, name="profile"),
]
