"""Closed for a while: every page answers 503 in plain words, and says when to come back.

It is closed while the file MAINTENANCE_FILE is there: `touch` it, remove it to open again; nothing is restarted. A number
in it says in how many minutes to come back. The health check and static files still answer.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from tess.kernel.interface.errors import unavailable

USUAL = 5  # minutes
MOST = 24 * 60


class MaintenanceMiddleware:
    """Answer for everybody while the house is closed; it stands before anything that asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.file = Path(settings.MAINTENANCE_FILE)
        self.health = reverse("health", urlconf=settings.ROOT_URLCONF)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == self.health or not self.file.exists():
            return self.get_response(request)
        return unavailable(request, retry_after=60 * self.minutes())

    def minutes(self) -> int:
        """Return in how many minutes to come back."""
        with suppress(OSError, ValueError):
            return min(MOST, max(1, int(self.file.read_text(encoding="ascii", errors="replace")[:8])))
        return USUAL
