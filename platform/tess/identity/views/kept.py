"""A form sent when the session was over, or with a token from before: what was typed comes back, to be sent again.

For who has no script, or whose script was too late. Only for forms of this host's own pages that ask for a sign-in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from tess.identity.guards import by_script
from tess.kernel.interface import errors

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_SECRET = re.compile(r"pass(word|phrase)|mot_de_passe|^code$|credential|csrfmiddlewaretoken", re.IGNORECASE)


def kept(request: HttpRequest, *, template: str = "identity/kept.html") -> HttpResponse | None:
    """The page that holds what was sent; None when it isn't a form of ours that a person sent from a page of this host.

    `template` is another door's own, where one comes back otherwise than by signing in.
    """
    if request.method != "POST" or not _from_here(request) or not _reads_pages(request):
        return None
    return _page(request, template)


def csrf_failure(request: HttpRequest, **reason: Any) -> HttpResponse:
    """Answer a form whose token is no longer good: after a new sign-in, from a page opened before it."""
    match = request.resolver_match
    if match is None or not hasattr(match.func, "allowed"):
        return errors.csrf_failure(request, **reason)
    return kept(request) or errors.csrf_failure(request, **reason)


def _page(request: HttpRequest, template: str) -> HttpResponse:
    way_in = reverse("identity:enter" if request.organisation else "identity:sign_in")
    fields = [(name, value) for name, values in request.POST.lists() if not _SECRET.search(name) for value in values]
    context = {
        "fields": fields,
        "files": len(request.FILES),
        "action": request.get_full_path(),
        "sign_in": f"{way_in}?suite={reverse('identity:back')}",
        "here": request.user.is_authenticated,
    }
    response = render(request, template, context, status=403)
    add_never_cache_headers(response)
    return response


def _from_here(request: HttpRequest) -> bool:
    """Whether the page that sent it is of this very host: a browser says so, and no page can say otherwise."""
    return request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"


def _reads_pages(request: HttpRequest) -> bool:
    return "text/html" in request.headers.get("Accept", "") and not by_script(request)
