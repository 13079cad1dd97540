"""What the page's script asks: is the session over, is it still the same person's, what is today's form token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tess.identity.guards import anyone_signed_in, before_second_factor, open_to_everyone, requires

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@open_to_everyone
@never_cache
@require_GET
def presence(request: HttpRequest) -> HttpResponse:
    """Who is there, by a name that says nothing else; nobody when the session is over."""
    if not request.user.is_authenticated:
        return JsonResponse({"who": None, "locked": request.session.is_locked})
    return JsonResponse({"who": who_is(request), "locked": False, "token": get_token(request)})


@before_second_factor
@requires(anyone_signed_in)
@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Where the small window ends: it tells the waiting page, and closes."""
    return render(request, "identity/back.html", {"who": who_is(request)})


def who_is(request: HttpRequest) -> str:
    """The same for the same person at every page; nothing can be done with it."""
    return salted_hmac("tess.identity.presence", str(request.user.pk)).hexdigest()[:16]
