from django.urls import path

from tess.identity.guards import anyone_signed_in, open_to_everyone, requires
from tests.benchmarks._sides.urls import greeting, twenty

urlpatterns = [
    path("greeting/", requires(anyone_signed_in)(greeting)),
    path("twenty/", open_to_everyone(twenty)),
]
