"""An entry said to be wrong, at an organisation's host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tenants.relays import rules
from tenants.relays.domain import claims, services
from tenants.relays.forms import ClaimForm
from tenants.relays.views.directory import page_of
from tess.identity.guards import requires

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(rules.may_claim)
@require_POST
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what is wrong with this entry."""
    found, form = services.get_service(request.actor, slug), ClaimForm(request.POST)
    if not form.is_valid():
        return render(request, "relays/service.html", page_of(request, found, form), status=422)
    claims.claim(found, form.cleaned_data["word"], actor=request.actor)
    messages.success(
        request, _("Thank you: the collective's coordination is told, and everybody will see the warning.")
    )
    return redirect(found)
