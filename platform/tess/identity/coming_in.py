"""Letting somebody in who has just proven who they are otherwise than at the sign-in page: by an invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication

from tess.identity.source import remember_browser

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tess.identity.models import User


def let_in(request: HttpRequest, response: HttpResponse, user: User, *, how: str) -> None:
    """Open a session at the collective's host as a sign-in does; `how` is remembered with it ("invitation")."""
    record_authentication(request, user, method=how)
    get_adapter().login(request, user)
    remember_browser(request, response, user.email)
