"""Who is there: session, user and membership, read as the application before any organisation's role is in force."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from asgiref.sync import sync_to_async
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import connection
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from tess.identity.actors import actor_of
from tess.identity.guards import streamed, way_in
from tess.identity.models import Membership
from tess.identity.roles import SECOND_FACTOR_ROLES
from tess.identity.second_factor import lead_to_second_factor, wants_second_factor
from tess.identity.sessions import SessionStore
from tess.identity.views.closed import closed
from tess.kernel.errors import NotFound, Refused
from tess.kernel.interface.policy import ADMIN_PATH

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_OURS = ("tess.", "tenants.", "cms.", "shared_training.", "billing.")


class HostSessionMiddleware(SessionMiddleware):
    """Django's, with sessions that are valid at their own host alone."""

    def process_request(self, request: HttpRequest) -> None:
        """The session of this host's cookie; another host's key is unknown here."""
        from django.conf import settings

        organisation = request.organisation
        request.session = SessionStore(
            request.COOKIES.get(settings.SESSION_COOKIE_NAME), organisation.pk if organisation else None
        )


class IdentityMiddleware(AuthenticationMiddleware):
    """Sets user, membership and actor. At an organisation's host user and membership come in one statement, at once."""

    def process_request(self, request: HttpRequest) -> None:
        """Who is there. Locked, at either kind of host, nobody is."""
        request.shut_out = False
        if request.organisation is None:
            super().process_request(request)
            user: Any = SimpleLazyObject(lambda: AnonymousUser() if request.session.is_locked else get_user(request))
            request.user = user
            request.membership = SimpleLazyObject(lambda: _collective_membership(request))
        else:
            request.membership = self._membership(request)
            user = request.membership.user if request.membership else AnonymousUser()
            request.user = user
            request.auser = sync_to_async(lambda: user)
        request.actor = SimpleLazyObject(lambda: actor_of(request))

    def _membership(self, request: HttpRequest) -> Membership | None:
        user_id = request.session.get(SESSION_KEY)
        if user_id is None or request.session.is_locked:
            return None
        membership: Membership | None = request.session.membership  # read with the session, just now
        if membership is None or str(membership.user_id) != user_id or not _same_password(request, membership):
            request.shut_out = True
            return None
        if not request.session.strong and not SECOND_FACTOR_ROLES.isdisjoint(membership.roles):
            return None  # the way in leads through the collective's host, which asks for it, and back
        request.organisation = membership.organisation  # read just now: a suspension holds at once, whatever the cache
        return membership


def _same_password(request: HttpRequest, membership: Membership) -> bool:
    """Django's own rule: a changed password ends the sessions made with the old one."""
    return constant_time_compare(request.session.get(HASH_SESSION_KEY, ""), membership.user.get_session_auth_hash())


def _collective_membership(request: HttpRequest) -> Membership | None:
    """The person's membership of the collective; the organisations for the switcher come in the same statement."""
    if not request.user.is_authenticated:
        return None
    found = list(
        Membership.current().filter(user=request.user).select_related("organisation").order_by("organisation__name")
    )
    request.session.elsewhere = [
        (each.organisation.slug, each.organisation.name)
        for each in found
        if each.organisation and each.organisation.is_served
    ]
    return next((each for each in found if each.organisation is None), None)


class OrganisationMiddleware:
    """Last in MIDDLEWARE: the view runs under the organisation's role, all others as the application.

    Also the default door: a view of ours that says neither `@requires` nor `@open_to_everyone` is an error.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        organisation = request.organisation
        if organisation is None:
            return _kept_by_nobody(request, self.get_response(request))
        if not organisation.is_served:
            return closed(request, organisation, member=request.membership is not None)
        if request.shut_out:
            request.session.flush()
            return render(request, "identity/shut_out.html", {"organisation": organisation}, status=403)
        with connection.acting_for(organisation):
            response = self.get_response(request)
        return _kept_by_nobody(request, streamed(response, partial(connection.acting_for, organisation)))

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:  # noqa: ARG002
        """The door: who may enter is said, and a second factor is given where it is owed."""
        marked = hasattr(view, "allowed") or getattr(view, "open_to_everyone", False)
        if not marked and (request.organisation is not None or view.__module__.startswith(_OURS)):
            raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} says not who may enter")
        if request.organisation is None and request.path.startswith(ADMIN_PATH) and request.session.is_locked:
            return redirect(way_in(request))  # Wagtail would show the sign-in
        asks = hasattr(view, "allowed") or request.path.startswith(ADMIN_PATH)
        if request.organisation is None and asks and not getattr(view, "before_second_factor", False):
            return lead_to_second_factor(request) if wants_second_factor(request) else None
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:  # noqa: ARG002
        """What a verb didn't find is a 404, what it refused a 403."""
        if isinstance(exception, NotFound):
            raise Http404 from exception
        if isinstance(exception, Refused):
            raise PermissionDenied(str(exception)) from exception


def _kept_by_nobody(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What a signed-in person read is in no cache, nor behind the Back button once they have left the workstation."""
    if request.user.is_authenticated and not response.has_header("Cache-Control"):
        add_never_cache_headers(response)
    return response
