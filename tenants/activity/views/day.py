from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenants.activity import rules
from tenants.activity.domain.days import is_over
from tenants.activity.domain.definitions import definitions as all_definitions
from tenants.activity.domain.publication import proposal_for
from tenants.activity.domain.queries import LIMITS, Day, day_of, latest_day, limits_of, lines, records_of
from tenants.activity.domain.reading import hardest_hours, lived_hours
from tenants.activity.forms.day import DayForm
from tess.identity.guards import requires
from tess.kernel.interface import words
from tess.kernel.interface.charts import Hour, stacked_hours
from tess.kernel.interface.words import day as spoken
from tess.observatory.domain.publication import published_days

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from tess.kernel.interface.charts import Chart
    from tess.observatory.domain.publication import Proposal


@requires(rules.may_see_activity)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """A day's calls; by default the latest day on which any came in."""
    known = lines(request.actor)
    mine = limits_of(request.actor)
    form = DayForm(request.GET or None, lines=known)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    wanted, line_id = asked.get("jour"), asked.get("ligne")
    today = timezone.localdate()
    asked_lines = mine if line_id is None else [line_id]
    day = day_of(wanted or latest_day(mine) or today, asked_lines)
    if not form.is_bound or form.is_valid():
        form = DayForm(initial={"jour": day.day, "ligne": line_id}, lines=known)
    publishes = rules.may_publish(request.actor) and line_id is None
    context = {
        "form": form,
        "day": day,
        "spoken": spoken(day.day),
        "line": next((line for line in known if line.pk == line_id), None),
        "lines": known,
        "before": _address(day.day - timedelta(days=1), line_id),
        "after": _address(day.day + timedelta(days=1), line_id) if day.day < today else None,
        "records": records_of(day.day, request.actor, asked_lines),
        "hardest": hardest_hours(day),
        "chart": _chart(day),
        "limits": [(words.duration(limit), day.waited.within(limit)) for limit in LIMITS],
        "over": is_over(day.day),
        "proposal": _proposal(day, request.organisation.pk) if publishes else None,
    }
    return render(request, "activity/day.html", context)


@requires(rules.may_see_activity)
@require_safe
def definitions(request: HttpRequest) -> HttpResponse:
    """What each figure counts, and what it is divided by."""
    return render(request, "activity/definitions.html", {"definitions": all_definitions()})


def _proposal(day: Day, organisation_id: UUID) -> Proposal | None:
    """What would cross of this day; nothing of one without calls, unless figures of it stand already."""
    if day.is_empty and not published_days(day.day, day.day, organisation_id=organisation_id):
        return None
    return proposal_for(day.day, organisation_id=organisation_id)


def _address(day: date, line_id: int | None) -> str:
    asked: dict[str, Any] = {"jour": day.isoformat()} | ({"ligne": line_id} if line_id else {})
    return f"{reverse('activity:day')}?{urlencode(asked)}"


def _chart(day: Day) -> Chart:
    return stacked_hours(
        _("Calls presented and answered, by hour"),
        [Hour(at, hour.presented, hour.answered, hour.abandoned) for at, hour in lived_hours(day)],
        note=_("The hour is the one at which the call began, in Paris."),
    )
