"""The three steps of a hand-over; see tess.identity.domain.handover."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import Http404
from django.middleware.csrf import rotate_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tenants.organisations.models import Organisation
from tess.identity.domain import handover
from tess.identity.guards import anyone_signed_in, as_application, open_to_everyone, requires
from tess.identity.second_factor import GOING_TO, lead_to_second_factor
from tess.identity.sessions import PARENT
from tess.identity.views.answers import clear_site_data
from tess.identity.views.closed import closed
from tess.identity.views.sign_in import next_path
from tess.kernel.errors import Refused
from tess.kernel.tenancy.hosts import collective_url

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_COOKIE_SECONDS = 3600  # long enough to set up a second factor on the way
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 bytes in base 64
_HASH = re.compile(r"[0-9a-f]{64}")  # SHA-256 in hexadecimal
_SLUG = re.compile(r"[a-z0-9-]{1,30}")


@open_to_everyone
@never_cache
@require_GET
def enter(request: HttpRequest) -> HttpResponse:
    """1, organisation's host: remember this browser, go and ask the collective's host who it is."""
    going_to = next_path(request, "/")
    if request.user.is_authenticated:
        return redirect(going_to)
    standing = request.COOKIES.get(settings.HANDOVER_COOKIE_NAME, "")  # another tab may be on its way with it
    secret = standing if _SECRET.fullmatch(standing) else secrets.token_urlsafe(32)
    asked = {"organisation": request.organisation.slug, "etat": handover.hash_of(secret), "suite": going_to}
    path = reverse("identity:hand_over", urlconf=settings.ROOT_URLCONF)
    response = redirect(collective_url(f"{path}?{urlencode(asked)}"))
    response.set_cookie(
        settings.HANDOVER_COOKIE_NAME,
        secret,
        max_age=_COOKIE_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


@requires(anyone_signed_in)
@never_cache
@require_GET
def hand_over(request: HttpRequest) -> HttpResponse:
    """2, collective's host: the person is signed in here; give the organisation's host a token."""
    slug, browser = request.GET.get("organisation", ""), request.GET.get("etat", "")
    if not (_SLUG.fullmatch(slug) and _HASH.fullmatch(browser)):
        raise Http404
    organisation = get_object_or_404(Organisation, slug=slug)
    try:
        token = handover.issue(request.user, organisation, session_key=request.session.session_key, browser=browser)
    except handover.WantsSecondFactor:
        return lead_to_second_factor(request)
    except handover.Closed:
        return closed(request, organisation, member=True)
    except Refused as refusal:
        return render(request, "identity/not_a_member.html", {"sentence": refusal.message}, status=403)
    request.session.pop(GOING_TO, None)  # one is there: no page leads by it any more, and its cookie is of today alone
    path = reverse("identity:accept", urlconf=settings.ORGANISATION_URLCONF)
    return redirect(organisation.url(f"{path}?{urlencode({'jeton': token, 'suite': next_path(request, '/')})}"))


@open_to_everyone
@never_cache
@require_GET
@as_application
def accept(request: HttpRequest) -> HttpResponse:
    """3, organisation's host: take the token, open a session that names its parent and dies with it."""
    if request.user.is_authenticated:  # another tab was first, and used up the cookie
        return redirect(next_path(request, "/"))
    secret = request.COOKIES.get(settings.HANDOVER_COOKIE_NAME, "")
    try:
        row = handover.accept(request.GET.get("jeton", ""), request.organisation, browser_secret=secret)
    except Refused as refusal:
        return render(request, "identity/link_expired.html", {"sentence": refusal.message}, status=403)
    request.session.flush()
    request.session[SESSION_KEY] = str(row.user.pk)
    request.session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    request.session[HASH_SESSION_KEY] = row.user.get_session_auth_hash()
    request.session[PARENT] = row.session.session_key
    request.session.set_expiry(row.session.expire_date)
    rotate_token(request)
    response = redirect(next_path(request, "/"))
    response.delete_cookie(settings.HANDOVER_COOKIE_NAME)
    return response


@open_to_everyone
@require_POST
@as_application
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out at an organisation's host: the parent session ends, and with it every session it opened."""
    parent = request.session.get(PARENT)
    if parent:
        request.session.delete(parent)
    request.session.flush()
    return clear_site_data(redirect(collective_url(reverse("identity:signed_out", urlconf=settings.ROOT_URLCONF))))
