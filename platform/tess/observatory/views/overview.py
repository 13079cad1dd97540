from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tess.identity.guards import requires
from tess.kernel.interface import words
from tess.kernel.interface.charts import Panel, small_multiples
from tess.kernel.interface.spreadsheets import answer
from tess.kernel.interface.words import period as spoken
from tess.observatory import rules
from tess.observatory.domain import indicators
from tess.observatory.domain.queries import Total, day_by_day, latest_day, members, together, totals
from tess.observatory.forms.period import PeriodForm

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from tenants.organisations.models import Organisation
    from tess.kernel.interface.charts import Chart

_CONTEXT = 28  # days shown around a single one
_WEEK = 7  # days shown when none are asked for


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell; all empty where nothing was published."""

    value: int | None = None
    denominator: int | None = None
    ratio: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation as the table shows it, every indicator filled in."""

    name: str
    figures: dict[str, Shown]


def _shown(figures: dict[str, Total]) -> dict[str, Shown]:
    cells = {code: Shown(total.value, total.denominator, total.ratio) for code, total in figures.items()}
    presented, abandoned = (figures.get(code, Total()) for code in ("calls_presented", "calls_abandoned"))
    if abandoned.days < presented.days:  # a number of some of the days would read as if it were of all
        cells.pop("calls_abandoned", None)
    return {code: cells.get(code, Shown()) for code in indicators.BY_CODE}


@requires(rules.may_see_figures)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The organisations side by side, for a day or a period."""
    form, first, last = _period(request)
    known = members()
    found = _of(known, totals(first, last))
    rows = [Row(one.name, _shown(found[one.pk])) for one in known if one.pk in found]
    context = {
        "form": form,
        "spoken": spoken(first, last),
        "rows": rows,
        "silent": [one for one in known if one.pk not in found],
        "known": known,
        "whole": _shown(together(found)),
        "chart": _chart(first, last, known) if rows else None,
        "export": f"{reverse('observatory:table')}?{urlencode({'du': first.isoformat(), 'au': last.isoformat()})}",
    }
    return render(request, "observatory/overview.html", context)


def _of(known: list[Organisation], figures: dict[UUID, dict[str, Total]]) -> dict[UUID, dict[str, Total]]:
    """Theirs alone: one that is leaving keeps its figures, but no line that would show them."""
    return {one.pk: figures[one.pk] for one in known if one.pk in figures}


@requires(rules.may_see_figures)
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The same figures for a spreadsheet, one organisation and one indicator a line."""
    _form, first, last = _period(request)
    found = totals(first, last)
    columns = [
        _("Organisation"),
        _("Indicator"),
        _("Version"),
        _("First day"),
        _("Last day"),
        _("Number"),
        _("Out of"),
        _("Days published"),
    ]
    rows = [
        [one.name, str(what.name), what.version, first.isoformat(), last.isoformat(), *_cells(found[one.pk][what.code])]
        for one in members()
        for what in indicators.INDICATORS
        if what.code in found.get(one.pk, {})
    ]
    return answer(f"observatoire-{first}-{last}.csv", columns, rows)


@requires(rules.may_see_figures)
@require_safe
def definitions(request: HttpRequest) -> HttpResponse:
    """What each published figure counts, and what it is divided by."""
    return render(request, "observatory/definitions.html", {"indicators": indicators.INDICATORS})


def _period(request: HttpRequest) -> tuple[PeriodForm, date, date]:
    """The form and the days asked for; the week that ends on the latest day with figures where nothing (sound) was asked."""
    form = PeriodForm(request.GET or None)
    if form.is_bound and form.is_valid() and form.cleaned_data["du"]:
        first, last = form.cleaned_data["du"], form.cleaned_data["au"]
    else:
        last = latest_day() or timezone.localdate()
        first = last - timedelta(days=_WEEK - 1)
    if not form.is_bound or form.is_valid():
        form = PeriodForm(initial={"du": first, "au": last})
    return form, first, last


def _cells(total: Total) -> list[int | None]:
    return [total.value, total.denominator, total.days]


def _chart(first: date, last: date, known: list[Organisation]) -> Chart:
    """Calls answered, day by day: over the period, or over the four weeks that end on a single day."""
    if first == last:
        first = last - timedelta(days=_CONTEXT - 1)
    days = [first + timedelta(days=after) for after in range((last - first).days + 1)]
    values: dict[UUID, dict[date, int]] = day_by_day(first, last, indicators.CALLS_ANSWERED)
    panels = [
        Panel(
            one.name,
            [values[one.pk].get(day) for day in days],
            _("%(number)s calls answered") % {"number": words.number(sum(values[one.pk].values()))},
        )
        for one in known
        if one.pk in values
    ]
    return small_multiples(
        _("Calls answered each day, %(period)s") % {"period": spoken(first, last)},
        [date_format(day, "j b") for day in days],
        panels,
        column=_("Organisation"),
        note=_("A gap is a day without a published figure."),
    )
