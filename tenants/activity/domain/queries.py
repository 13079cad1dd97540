"""Reads of the rollups: their cost depends on the days asked for, never on history."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q, Sum
from django.db.models.functions import ExtractHour, TruncDate

from tenants.activity.domain.days import PARIS, bounds
from tenants.activity.domain.waits import Waits
from tenants.activity.models import CallHour, CallWait, ContactDay
from tenants.desk.domain.queries import calls_without_record
from tenants.telephony.domain.scope import within
from tenants.telephony.models import Channel, Line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tess.kernel.actor import Actor

COUNTS = ("presented", "answered", "abandoned", "phantom", "closed", "unknown", "wait_seconds", "talk_seconds")
LIMITS = (30, 60, 180)  # seconds of waiting that are looked at


@dataclass(frozen=True, slots=True)
class Counts:
    """Calls of an hour or of a day. Seconds are those of answered calls."""

    presented: int = 0
    answered: int = 0
    abandoned: int = 0
    phantom: int = 0
    closed: int = 0
    unknown: int = 0
    wait_seconds: int = 0
    talk_seconds: int = 0

    @property
    def lost(self) -> int:
        """Presented, neither answered nor hung up, for a reason the switch tells: full, nobody on duty, diverted."""
        return self.presented - self.answered - self.abandoned - self.unknown

    @property
    def unanswered(self) -> int:
        """Presented, and nobody at the end of the line."""
        return self.presented - self.answered

    @property
    def talk_mean(self) -> float | None:
        """Seconds of an average conversation."""
        return self.talk_seconds / self.answered if self.answered else None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of one line, or of all. `hours` are the 24 of the clock; `waited` of answered, `patience` of abandoned."""

    day: date
    hours: list[Counts]
    total: Counts
    waited: Waits
    patience: Waits

    @property
    def is_empty(self) -> bool:
        """Nothing at all came in."""
        return not (self.total.presented or self.total.phantom or self.total.closed)


def day_of(day: date, line_ids: Sequence[int] | None = None) -> Day:
    """The figures of a day, hour by hour, of these lines (None: of all). Two statements."""
    by_hour = {row.pop("at"): Counts(**row) for row in _hours(day, line_ids)}
    waits = list(_waits(day, line_ids))
    return Day(
        day=day,
        hours=[by_hour.get(hour, Counts()) for hour in range(24)],
        total=Counts(**{name: sum(getattr(hour, name) for hour in by_hour.values()) for name in COUNTS}),
        waited=Waits({row["seconds"]: row["answered"] for row in waits if row["answered"]}),
        patience=Waits({row["seconds"]: row["abandoned"] for row in waits if row["abandoned"]}),
    )


def _hours(day: date, line_ids: Sequence[int] | None) -> Any:
    start, end = bounds(day, day)
    rows = CallHour.objects.filter(hour__gte=start, hour__lt=end)
    if line_ids is not None:
        rows = rows.filter(line_id__in=line_ids)
    return rows.annotate(at=ExtractHour("hour", tzinfo=PARIS)).values("at").annotate(**{n: Sum(n) for n in COUNTS})


def _waits(day: date, line_ids: Sequence[int] | None) -> Any:
    rows = CallWait.objects.filter(day=day)
    if line_ids is not None:
        rows = rows.filter(line_id__in=line_ids)
    return rows.values("seconds").annotate(answered=Sum("answered"), abandoned=Sum("abandoned")).order_by("seconds")


@dataclass(frozen=True, slots=True)
class Records:
    """Contact records opened on a day; `missing` are the answered calls of that day that no record speaks of."""

    opened: int
    closed: int
    unwanted: int
    missing: int

    @property
    def in_progress(self) -> int:
        """Opened that day and not closed yet."""
        return self.opened - self.closed


def records_of(day: date, actor: Actor, line_ids: Sequence[int] | None = None) -> Records:
    """What was written of a day. Two statements; the calls without a record are looked for among that day's alone."""
    rows = ContactDay.objects.filter(day=day)
    calls = calls_without_record(day, actor)
    if line_ids is not None:
        rows, calls = rows.filter(line_id__in=line_ids), calls.filter(line_id__in=line_ids)
    sums = rows.aggregate(**{name: Sum(name, default=0) for name in ("opened", "closed", "unwanted")})
    return Records(**sums, missing=calls.count())


@dataclass(frozen=True, slots=True)
class DayTotal:
    """A day without its hours: what is published of it. `within` gives calls answered in at most so many seconds,
    `written` the closed records of contacts that came otherwise than by telephone.
    """

    counts: Counts = field(default_factory=Counts)
    within: dict[int, int] = field(default_factory=lambda: dict.fromkeys(LIMITS, 0))
    written: int = 0


def totals_between(first: date, last: date) -> dict[date, DayTotal]:
    """The totals of each day on which something happened, over all lines. Three statements."""
    start, end = bounds(first, last)
    counts: Any = (
        CallHour.objects.filter(hour__gte=start, hour__lt=end)
        .annotate(day=TruncDate("hour", tzinfo=PARIS))
        .values("day")
        .annotate(**{name: Sum(name) for name in COUNTS})
    )
    waits: Any = (
        CallWait.objects.filter(day__range=(first, last))
        .values("day")
        .annotate(**{f"within_{limit}": Sum("answered", filter=Q(seconds__lte=limit), default=0) for limit in LIMITS})
    )
    written = ContactDay.objects.filter(day__range=(first, last)).exclude(channel=Channel.PHONE)
    written_by_day = dict(written.values("day").annotate(closed=Sum("closed")).values_list("day", "closed"))
    counts_by_day = {row["day"]: Counts(**{name: row[name] for name in COUNTS}) for row in counts}
    within_by_day = {row["day"]: {limit: row[f"within_{limit}"] for limit in LIMITS} for row in waits}
    return {
        day: DayTotal(
            counts_by_day.get(day, Counts()),
            within_by_day.get(day, dict.fromkeys(LIMITS, 0)),
            written_by_day.get(day, 0),
        )
        for day in sorted(counts_by_day.keys() | written_by_day.keys())
    }


def latest_day(line_ids: Sequence[int] | None = None) -> date | None:
    """The last day on which a call came in on these lines (None: on any); None before the first. Reads from the end of
    the index.
    """
    hours = CallHour.objects.all() if line_ids is None else CallHour.objects.filter(line_id__in=line_ids)
    latest = (
        hours.values("hour")
        .annotate(calls=Sum("presented") + Sum("phantom") + Sum("closed"))
        .filter(calls__gt=0)
        .order_by("-hour")
        .values_list("hour", flat=True)
        .first()
    )
    return latest.astimezone(PARIS).date() if latest else None


def lines(actor: Actor) -> list[Line]:
    """The lines the actor may see, by name."""
    return list(within(Line.objects.order_by("name", "id"), actor, "site"))


def limits_of(actor: Actor) -> list[int] | None:
    """The lines whose figures make up what somebody limited to sites reads; None: all, without a look at them."""
    return [line.pk for line in lines(actor)] if actor.sites else None
