"""The directory: searched as one types, a page an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tenants.relays import rules, said
from tenants.relays.domain import claims, search, services
from tenants.relays.forms import ClaimForm
from tess.identity.guards import requires

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tenants.relays.models import Service


@requires(rules.may_consult)
@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """The search page; works as a plain form."""
    claimed = claims.claimed() if rules.may_verify(request.actor) else ()
    return render(request, "relays/directory.html", {**_found(request), "claimed": claimed})


@requires(rules.may_consult)
@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """The list alone, fetched while one types."""
    return render(request, "relays/results.html", _found(request))


@requires(rules.may_consult)
@require_GET
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """One entry, all that is known of it."""
    found = services.get_service(request.actor, slug)
    return render(request, "relays/service.html", page_of(request, found, ClaimForm()))


def page_of(request: HttpRequest, found: Service, form: ClaimForm) -> dict[str, Any]:
    """What the page of an entry shows; `form` says what is wrong with it, for those who may."""
    return {
        "service": found,
        "status": said.status(found, timezone.now()),
        "week": said.week(found.opening) if found.opening else [],
        "may_verify": rules.may_verify(request.actor),
        "form": form if rules.may_claim(request.actor) else None,
    }


def _found(request: HttpRequest) -> dict[str, Any]:
    typed = request.GET.get("q", "")[: search.LONGEST]
    now = timezone.now()
    relays = [(relay, said.status(relay, now)) for relay in search.search(typed)]
    return {"typed": typed, "relays": relays, "asked": bool(typed.strip()), "cut": len(relays) == search.MOST}
