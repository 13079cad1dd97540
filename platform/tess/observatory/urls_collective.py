"""The observatory at the collective's host."""

from django.urls import path

from tess.observatory.views import overview

app_name = "observatory"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("chiffres.csv", overview.table, name="table"),
    path("indicateurs/", overview.definitions, name="definitions"),
]
