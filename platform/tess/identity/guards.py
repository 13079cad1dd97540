"""The door of a view: who may enter. Every view of ours says one of these; the middleware refuses one that says nothing."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.http import HttpRequest

    from tess.kernel.actor import Actor

    View = Callable[..., HttpResponse]


def anyone_signed_in(actor: Actor) -> bool:
    """Every person with an account; at an organisation's host, its members."""
    return actor.user_id is not None


def requires(predicate: Callable[[Actor], bool]) -> Callable[[View], View]:
    """Only actors for whom `predicate` holds; signed out → sign in and come back; otherwise 403."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _kept(request) or _told_to_script(request) or redirect(way_in(request))
            if not predicate(request.actor):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.allowed = predicate
        return guarded

    return guard


def open_to_everyone(view: View) -> View:
    """No sign-in needed: public pages, and the few doors through which one signs in or out."""
    view.open_to_everyone = True
    return view


def before_second_factor(view: View) -> View:
    """Open in a session where a second factor is still owed: one's account, where it is set up and given."""
    view.before_second_factor = True
    return view


def as_application(view: View) -> View:
    """For the few views at an organisation's host that read or write identity: accesses, hand-over, sign-out."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> HttpResponse:
        with connection.as_application():
            response = view(*args, **kwargs)
        answer: HttpResponse = streamed(response, connection.as_application)
        return answer

    return wrapped


def streamed(response: Any, in_force: Callable[[], Any]) -> Any:
    """A stream is consumed after its view has returned: each chunk is made `in_force`, never held across a yield."""
    if response.streaming:
        response.streaming_content = _for_each_chunk(in_force, response.streaming_content)
    return response


def _for_each_chunk(in_force: Callable[[], Any], chunks: Iterable[bytes]) -> Iterator[bytes]:
    iterator, end = iter(chunks), object()
    while True:
        with in_force():
            chunk = next(iterator, end)
        if chunk is end:
            return
        yield chunk


def sign_in_url(request: HttpRequest) -> str:
    """Where one signs in from this kind of host."""
    if request.organisation:
        return reverse("identity:enter")
    return reverse("identity:locked" if request.session.is_locked else "identity:sign_in")


def way_in(request: HttpRequest) -> str:
    """Where one signs in, or unlocks the workstation, to come back to this page."""
    return f"{sign_in_url(request)}?{urlencode({'suite': request.get_full_path()})}"


def by_script(request: HttpRequest) -> bool:
    """Whether one of our pages' scripts asks, for a fragment: htmx, or one that says so as browsers' scripts do."""
    return "HX-Request" in request.headers or "X-Requested-With" in request.headers


def _told_to_script(request: HttpRequest) -> HttpResponse | None:
    """A fragment asked for when the session was over: a redirect would lead the script to another host, in silence."""
    return HttpResponse(status=401) if by_script(request) else None


def _kept(request: HttpRequest) -> HttpResponse | None:
    """A form sent from a page of this host when the session was over: nothing typed is lost."""
    from tess.identity.views.kept import kept

    return kept(request)
