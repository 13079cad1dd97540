"""What every host has beside its own routes: the palette, and how pages look."""

from django.urls import path

from tess.identity.guards import anyone_signed_in, open_to_everyone, requires
from tess.kernel.interface.commands import palette
from tess.kernel.interface.look import look

urlpatterns = [
    path("aller/", requires(anyone_signed_in)(palette), name="palette"),
    path("apparence/", open_to_everyone(look), name="look"),
]
