"""The outermost middleware: which host is this. What stands below it, down to OrganisationMiddleware, acts as the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import connection
from django.http import HttpResponseNotFound
from django.template.loader import render_to_string
from django.urls import set_urlconf

from tess.kernel.tenancy.backend.base import APPLICATION
from tess.kernel.tenancy.hosts import organisation_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class HostMiddleware:
    """Sets `request.organisation` (None at the collective's host) and the routes of that kind of host; unknown host: 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        connection.set_tenant(APPLICATION)  # never inherit what the last request left on a persistent connection
        try:
            host = request.get_host().rsplit(":", 1)[0].lower()
        except DisallowedHost:
            host = ""
        if host == settings.COLLECTIVE_HOST:
            request.organisation = None
            return self.get_response(request)
        request.organisation = organisation_of(host) if host else None
        if request.organisation is None:
            return HttpResponseNotFound(render_to_string("kernel/errors/unknown_host.html"))
        request.urlconf = settings.ORGANISATION_URLCONF
        set_urlconf(settings.ORGANISATION_URLCONF)  # Django does so only at the view; middlewares render pages too
        return self.get_response(request)
