"""The tour: the places one has, one at a time; left for good whenever one likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tenants.onboarding.domain import touring
from tess.identity.guards import anyone_signed_in, requires
from tess.kernel.interface.context import shell_of
from tess.kernel.interface.home import Card
from tess.kernel.interface.pieces import Steps

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tess.kernel.interface.navigation import Seen


@requires(anyone_signed_in)
@require_GET
def tour(request: HttpRequest) -> HttpResponse:
    """One stop: a place, what one does there, the way to it; the last one says where help is."""
    stops = _stops(request)
    asked = request.GET.get("etape", "")
    at = min(int(asked), len(stops)) if asked.isdecimal() and len(asked) < 4 else 0  # noqa: PLR2004
    address = reverse("onboarding:tour")
    urls = [f"{address}?etape={number}" for number in range(len(stops) + 1)]
    labels = [stop.label for stop in stops]
    context = {
        "stop": stops[at] if at < len(stops) else None,
        "steps": Steps.at(at, labels, urls=urls[:-1]) if at < len(stops) else None,
        "before": urls[at - 1] if at else "",
        "after": urls[at + 1] if at < len(stops) else "",
    }
    return render(request, "onboarding/tour.html", context)


def _stops(request: HttpRequest) -> list[Seen]:
    """The places of the rail that say what one does there."""
    return [place for place in shell_of(request)["places"] if place.about]


@requires(anyone_signed_in)
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Not offered any more."""
    touring.leave(actor=request.actor)
    return redirect("identity:home")


def offer(request: HttpRequest) -> Card | None:
    """On the page of the day, until it is left."""
    return Card("onboarding/tour_card.html") if touring.is_offered(request.actor) else None
