"""Routes at the collective's host: the candidate's, and the coordination's."""

from django.urls import path

from tenants.admission.views import documents, dossier, joining

app_name = "admission"
urlpatterns = [
    path("adherer/", joining.join, name="join"),
    path("adherer/reprendre/", joining.ask, name="ask"),
    path("adherer/lettre/<uuid:pk>/", joining.letter, name="letter"),
    path("adherer/cle/<uuid:pk>/<str:token>/", joining.key, name="key"),
    path("adherer/sortir/", joining.leave, name="leave"),
    path("adherer/dossiers/", dossier.mine, name="mine"),
    path("adherer/dossiers/<uuid:pk>/", dossier.dossier, name="dossier"),
    path("adherer/dossiers/<uuid:pk>/rubriques/<slug:key>/", dossier.section, name="section"),
    path("adherer/dossiers/<uuid:pk>/envoyer/", dossier.send, name="send"),
    path("adherer/dossiers/<uuid:pk>/renoncer/", dossier.withdraw, name="withdraw"),
    path("adherer/dossiers/<uuid:pk>/recommencer/", dossier.again, name="again"),
    path("adherer/dossiers/<uuid:pk>/documents/", documents.index, name="documents"),
    path("adherer/dossiers/<uuid:pk>/documents/<uuid:document_pk>/", documents.download, name="document"),
    path("adherer/dossiers/<uuid:pk>/documents/<uuid:document_pk>/retirer/", documents.remove, name="document_remove"),
]
