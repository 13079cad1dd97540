"""Routes at the collective's host: the candidate's, and the coordination's."""

from django.urls import path

from tenants.admission.views import dashboard, documents, dossier, joining, members, review, space, takeout

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
    path("adherer/dossiers/<uuid:pk>/questions/<uuid:question_pk>/", dossier.answer, name="answer"),
    path("adherer/dossiers/<uuid:pk>/adresse/", space.address, name="address"),
    path("adherer/dossiers/<uuid:pk>/adresse/verifier/", space.verdict, name="verdict"),
    path("adherer/dossiers/<uuid:pk>/ouverture/", space.progress, name="opening"),
    path("donnees/<uuid:pk>/", takeout.show, name="takeout"),
    path("donnees/<uuid:pk>/avancement/", takeout.work, name="takeout_work"),
    path("donnees/<uuid:pk>/demander/", takeout.ask, name="takeout_ask"),
    path("donnees/<uuid:pk>/archive/<uuid:work_pk>/", takeout.archive, name="takeout_archive"),
    path("candidatures/", dashboard.index, name="candidacies"),
    path("candidatures/<uuid:pk>/", review.candidacy, name="candidacy"),
    path("candidatures/<uuid:pk>/etudier/", review.take_up, name="take_up"),
    path("candidatures/<uuid:pk>/questions/poser/", review.ask, name="question"),
    path("candidatures/<uuid:pk>/questions/<uuid:question_pk>/clore/", review.drop, name="drop"),
    path("candidatures/<uuid:pk>/charte/<slug:criterion>/", review.assess, name="assess"),
    path("candidatures/<uuid:pk>/voix/", review.vote, name="vote"),
    path("candidatures/<uuid:pk>/decider/", review.decide, name="decide"),
    path("candidatures/<uuid:pk>/documents/<uuid:document_pk>/", review.document, name="review_document"),
    path("candidatures/<uuid:pk>/ouvrir/", members.open_space, name="open_space"),
    path("candidatures/<uuid:pk>/suspendre/", members.suspend, name="suspend"),
    path("candidatures/<uuid:pk>/rouvrir/", members.resume, name="resume"),
    path("candidatures/<uuid:pk>/exporter/", members.export, name="export_member"),
    path("candidatures/<uuid:pk>/quitter/", members.leave, name="leave_member"),
    path("candidatures/<uuid:pk>/travaux/<uuid:work_pk>/", members.work, name="work"),
    path("candidatures/<uuid:pk>/travaux/<uuid:work_pk>/reprendre/", members.again, name="work_again"),
    path("candidatures/<uuid:pk>/direction/", members.invite_director, name="invite_director"),
    path("candidatures/<uuid:pk>/<slug:tab>/", review.candidacy, name="candidacy_tab"),
]
