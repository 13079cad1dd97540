"""Pages of the demonstration's mailbox. Never in production: its routes are in tess.config.urls_demo alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tess.identity.guards import open_to_everyone
from tess.local.mailbox import letters

if TYPE_CHECKING:
    from django.http import HttpRequest

    from tess.local.mailbox.letters import Written


@open_to_everyone
@never_cache
@require_GET
def box(request: HttpRequest) -> HttpResponse:
    """The letters, newest first."""
    return render(request, "mailbox/box.html", {"letters": letters.written()})


@open_to_everyone
@never_cache
@require_GET
def one(request: HttpRequest, key: str) -> HttpResponse:
    """A letter as text, its links ready to follow."""
    return render(request, "mailbox/letter.html", {"letter": _found(key)})


@open_to_everyone
@never_cache
@require_GET
@csp({"default-src": [NONE], "style-src": [UNSAFE_INLINE], "sandbox": ["allow-popups", "allow-top-navigation"]})
def dressed(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001
    """The same letter as a mail program shows it: its own styles, nothing loaded, nothing run."""
    return HttpResponse(_found(key).html)


def _found(key: str) -> Written:
    letter = letters.find(key)
    if letter is None:
        raise Http404
    return letter
