"""Whether this process can serve: the database answers, as the login role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from tess.identity.guards import open_to_everyone

if TYPE_CHECKING:
    from django.http import HttpRequest


@open_to_everyone
@never_cache
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """200 when a page could be served, 503 otherwise. No word on what is wrong: this address is public."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("down", status=503, content_type="text/plain")
    return HttpResponse("up", content_type="text/plain")
