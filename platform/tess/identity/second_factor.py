"""Who owes a second factor in this session, and where they are led to give it. At the collective's host."""

from __future__ import annotations

import time
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.shortcuts import redirect
from django.urls import reverse

from tess.identity.domain.factors import PRIMARY
from tess.identity.roles import SECOND_FACTOR_ROLES
from tess.identity.sessions import SECOND_FACTOR

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

GOING_TO = "tess_going_to"  # in the session: where one was going when a second factor was owed


def given(request: HttpRequest) -> bool:
    """Whether a second factor was given in this session."""
    return SECOND_FACTOR in request.session


def mark_given(request: HttpRequest) -> None:
    """Remember that a second factor has just been given, or proven while it was set up."""
    request.session[SECOND_FACTOR] = int(time.time())


def wants_second_factor(request: HttpRequest) -> bool:
    """Whether what this person is at the collective wants a second factor that was not given yet."""
    if not request.user.is_authenticated or given(request):
        return False
    return request.actor.operator or not SECOND_FACTOR_ROLES.isdisjoint(request.actor.roles)


def lead_to_second_factor(request: HttpRequest) -> HttpResponse:
    """To where it is given, or set up by who has none; afterwards back to where they were going."""
    going_to = request.get_full_path() if request.method == "GET" else reverse("identity:home")
    request.session[GOING_TO] = going_to
    types = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    if Authenticator.Type.TOTP in types:
        return _to("mfa_reauthenticate", going_to)
    if Authenticator.Type.WEBAUTHN in types:
        return _to("mfa_reauthenticate_webauthn", going_to)
    return redirect("mfa_index")


def factor_first(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What opens or changes the account itself: who has a second factor gives it in this session before.

    Else a session from before it was set up, and the password, would read the recovery codes or add a key of their own.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not given(request) and Authenticator.objects.filter(user=request.user, type__in=PRIMARY).exists():
            return lead_to_second_factor(request)
        return view(request, *args, **kwargs)

    return guarded


def _to(name: str, going_to: str) -> HttpResponse:
    return redirect(f"{reverse(name)}?{urlencode({'next': going_to})}")
