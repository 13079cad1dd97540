"""The first page after signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from tess.identity.guards import anyone_signed_in, requires
from tess.identity.models import Membership
from tess.kernel.interface.home import cards_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(anyone_signed_in)
def collective_home(request: HttpRequest) -> HttpResponse:
    """At the collective's host: one's organisations and one's places."""
    memberships = (
        Membership.current()
        .filter(user=request.user, organisation__isnull=False)
        .select_related("organisation")
        .order_by("organisation__name")
    )
    context = {"memberships": memberships, "cards": cards_for(request, host="collective")}
    return render(request, "identity/collective_home.html", context)


@requires(anyone_signed_in)
def organisation_home(request: HttpRequest) -> HttpResponse:
    """At an organisation's host: a greeting, what waits for this person, and where one may go."""
    return render(request, "identity/organisation_home.html", {"cards": cards_for(request, host="organisation")})
