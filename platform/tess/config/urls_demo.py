"""Routes at the collective's host of the demonstration: the product's, and the mailbox one looks into."""

from django.urls import include, path

from tess.config import urls_collective
from tess.config.urls_collective import handler400, handler403, handler404, handler500

urlpatterns = [path("courrier/", include("tess.local.mailbox.urls")), *urls_collective.urlpatterns]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
