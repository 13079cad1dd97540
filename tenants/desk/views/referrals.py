"""Relays of one record: looked for, proposed, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tenants.desk import rules
from tenants.desk.domain import queries, referrals
from tenants.desk.models import ReferralState
from tenants.desk.views.panels import relays_for
from tenants.desk.views.record import keep
from tess.identity.guards import requires
from tess.kernel.errors import Conflict

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@requires(rules.may_write)
@never_cache
@require_POST
def refer(request: HttpRequest, pk: UUID, service: UUID) -> HttpResponse:
    """Keep what was typed, and propose a relay."""
    answer, saved = keep(request, queries.get_contact_for(request.actor, pk))
    if answer is not None:
        return answer
    try:
        referrals.refer(saved, service, actor=request.actor)
    except Conflict as error:
        messages.warning(request, error.message)
    return redirect(f"{saved.get_absolute_url()}#orienter")


@requires(rules.may_write)
@never_cache
@require_POST
def move(request: HttpRequest, pk: UUID, referral: UUID, step: str) -> HttpResponse:
    """Keep what was typed, and say what became of a proposed relay."""
    found = queries.get_referral_for(request.actor, pk, referral)
    answer, saved = keep(request, queries.get_contact_for(request.actor, pk))
    if answer is not None:
        return answer
    try:
        referrals.STEPS[ReferralState(step)](found, actor=request.actor)
    except Conflict as error:
        messages.warning(request, error.message)
    return redirect(f"{saved.get_absolute_url()}#orienter")


@requires(rules.may_write)
@never_cache
@require_GET
def relays(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Relays for what is typed beside the record, each with its key to propose it."""
    found = queries.get_contact_for(request.actor, pk)
    return render(request, "desk/relays.html", {"pk": found.pk, **relays_for(request.GET.get("q", ""))})
