"""The sandbox: open it, go in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tenants.onboarding import rules
from tenants.onboarding.domain import practising
from tess.identity.guards import anyone_signed_in, requires

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(anyone_signed_in)
@require_GET
def sandbox(request: HttpRequest) -> HttpResponse:
    """What it is for, and the way in; inside it, the way back."""
    if request.organisation.is_practice:
        return render(request, "onboarding/sandbox_inside.html", {"back": practising.way_back(request.organisation)})
    found = practising.sandbox_of(request.organisation)
    context = {"sandbox": found, "may_open": rules.may_set_up(request.actor)}
    response = render(request, "onboarding/sandbox.html", context)
    if found.is_being_made:
        response.headers["Refresh"] = "2"  # it takes a second or two; works without a script
    return response


@requires(rules.may_set_up)
@require_POST
def open_sandbox(request: HttpRequest) -> HttpResponse:
    """Have it opened."""
    practising.ask_for(actor=request.actor)
    return redirect("onboarding:sandbox")
