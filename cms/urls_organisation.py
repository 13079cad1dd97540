"""What the collective shares, read at organisations' hosts."""

from django.urls import path

from cms.charter.views import signing
from cms.views import commons

app_name = "cms"
urlpatterns = [
    path("", commons.commons, name="commons"),
    path("charte/", commons.charter, name="charter"),
    path("charte/signer/", signing.sign, name="sign_charter"),
    path("fiches/", commons.practice_index, name="practice_index"),
    path("fiches/<slug:slug>/", commons.practice_sheet, name="practice_sheet"),
    path("fiches/<slug:slug>/fragment/", commons.practice_fragment, name="practice_fragment"),
]
