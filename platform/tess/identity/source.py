"""From a request: which browser and which address somebody tries from."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from django.conf import settings

from tess.identity.domain import browsers
from tess.identity.domain.guesses import Source

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def source_of(request: HttpRequest, email: str) -> Source:
    """Who is trying at the account `email`."""
    cookie = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, "")
    return Source(browser=browsers.nonce_of(cookie, email), address=address_of(request))


def remember_browser(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Have this browser counted by itself for that account from now on."""
    cookie = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, "")
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        browsers.remembering(cookie, email),
        max_age=browsers.KEPT,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def address_of(request: HttpRequest) -> str:
    """The client's address as our outermost proxy saw it; an IPv6 one by its network, which one subscriber has whole.

    Only what our own proxies wrote is believed: the entry that far from the end (`settings.PROXIES`).
    """
    written = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",") if each.strip()]
    told = written[-settings.PROXIES] if 0 < settings.PROXIES <= len(written) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)
