"""The team and its hours, at the organisation's host."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shared_training.sessions.domain import queries as training
from tenants.people import rules
from tenants.people.domain import queries
from tenants.people.forms.team import TeamFilter
from tess.identity.guards import requires

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(rules.may_see_team)
@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """Everybody's hours toward the 120 h; searched, narrowed and sorted."""
    everybody = queries.team(request.actor)
    form = TeamFilter(request.GET)
    active = [mate for mate in everybody if mate.active]
    context = {
        "form": form,
        "mates": form.narrow(everybody),
        "everybody": everybody,
        "active": len(active),
        "on_the_way": sum(not mate.path_done for mate in active),
        "components": queries.PATH,
        "path": queries.PATH_MINUTES,
    }
    return render(request, "people/team.html", context)


@requires(rules.may_see_team)
@require_GET
def person(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """One person's hours."""
    return _hours(request, queries.teammate_for(request.actor, user_id))


@requires(rules.may_see_own_hours)
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """One's own hours."""
    return _hours(request, queries.teammate_for(request.actor, request.actor.user_id))


def _hours(request: HttpRequest, mate: queries.Teammate) -> HttpResponse:
    lines = queries.ledger(mate, _id(request.GET.get("avant")))
    shown = lines[: queries.LEDGER_LINES]
    pages = {
        "newer": request.path if "avant" in request.GET else "",
        "older": f"?avant={shown[-1].pk}" if len(lines) > len(shown) else "",
    }
    context = {
        "mate": mate,
        "own": mate.user_id == request.actor.user_id,
        "lines": shown,
        "records": training.records_here(mate.user_id),
        "pages": pages,
        "path": queries.PATH_MINUTES,
        "sees_team": rules.may_see_team(request.actor),
    }
    return render(request, "people/hours.html", context)


def _id(text: str | None) -> UUID | None:
    if text is None:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
