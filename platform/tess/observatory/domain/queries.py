"""What the collective reads: the latest revision of each figure, and of statistics those whose organisation agrees now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Max, Q, Sum

from tenants.organisations.models import Organisation, OrganisationState
from tess.kernel.interface.words import in_order
from tess.observatory.domain.consent import agreeing
from tess.observatory.domain.indicators import INDICATORS, Kind
from tess.observatory.models import PublishedFigure

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from tess.observatory.domain.indicators import Indicator


@dataclass(frozen=True, slots=True)
class Total:
    """The figures of some days added up. `days` says how many were published."""

    value: int = 0
    denominator: int | None = None
    days: int = 0

    @property
    def ratio(self) -> float | None:
        """The share or the average; None for a count or when there is nothing to divide by."""
        return self.value / self.denominator if self.denominator else None


def latest_day() -> date | None:
    """The last day of which anybody has published something."""
    latest: date | None = PublishedFigure.objects.aggregate(latest=Max("period_start"))["latest"]
    return latest


def members() -> list[Organisation]:
    """The organisations of the collective, by name."""
    served = [OrganisationState.ACTIVE, OrganisationState.SUSPENDED]
    return sorted(Organisation.members().filter(state__in=served), key=lambda one: in_order(one.name))


def standing(first: date, last: date) -> QuerySet[PublishedFigure]:
    """The figures of single days that count today, in the current version of their indicator."""
    current = reduce(or_, (Q(indicator=one.code, version=one.version) for one in INDICATORS))
    latest = (
        PublishedFigure.objects.filter(current, period_start__range=(first, last), period_end=F("period_start"))
        .filter(Q(kind=Kind.STATUTORY) | Q(organisation_id__in=agreeing()))
        .order_by("organisation_id", "indicator", "period_start", "-revision")
        .distinct("organisation_id", "indicator", "period_start")
    )
    return PublishedFigure.objects.filter(pk__in=latest.values("pk"))


def totals(first: date, last: date) -> dict[UUID, dict[str, Total]]:
    """Each organisation's figures over these days, by indicator. Two statements, whatever the history."""
    found: dict[UUID, dict[str, Total]] = defaultdict(dict)
    rows: Any = (
        standing(first, last)
        .values("organisation_id", "indicator")
        .annotate(total=Sum("value"), whole=Sum("denominator"), days=Count("id"))
    )
    for row in rows:
        found[row["organisation_id"]][row["indicator"]] = Total(row["total"], row["whole"], row["days"])
    return dict(found)


def day_by_day(first: date, last: date, indicator: Indicator) -> dict[UUID, dict[date, int]]:
    """The values of one indicator, organisation by organisation, day by day."""
    found: dict[UUID, dict[date, int]] = defaultdict(dict)
    rows = standing(first, last).filter(indicator=indicator.code)
    for organisation_id, day, value in rows.values_list("organisation_id", "period_start", "value"):
        found[organisation_id][day] = value
    return dict(found)


def together(found: dict[UUID, dict[str, Total]]) -> dict[str, Total]:
    """The figures of all organisations added up, by indicator; `days` adds up too."""
    sums: dict[str, Total] = {}
    for one in found.values():
        for code, total in one.items():
            before = sums.get(code, Total(denominator=None if total.denominator is None else 0))
            whole = None if total.denominator is None else (before.denominator or 0) + total.denominator
            sums[code] = Total(before.value + total.value, whole, before.days + total.days)
    return sums
