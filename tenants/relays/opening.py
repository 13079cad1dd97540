"""Opening hours: a strict part of OpenStreetMap's `opening_hours`, read, computed and said aloud.

`24/7`; rules separated by `;`, each `[days] ranges` or `[days] off`; days `Mo-Fr,Su,PH` (PH: the public holidays of
mainland France); ranges `09:00-13:00,14:00-19:00`, past midnight as `22:00-02:00`. As in OSM the last rule that speaks
of a day decides it. Anything else is refused: hours shown to a caller are never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

PARIS = ZoneInfo("Europe/Paris")
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
HOLIDAY = 7  # beside the weekdays 0 to 6
MIDNIGHT = 24 * 60  # minutes
_HORIZON = 9  # days looked ahead: a week, and a holiday on each side

Range = tuple[int, int]  # minutes from the day's midnight; the end lies beyond MIDNIGHT when it runs into the next day
Rule = tuple[frozenset[int], tuple[Range, ...]]

_RULE = re.compile(r"(?:(?P<days>(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)[A-Za-z,\-]*) )?(?P<hours>off|closed|[0-9:,\-]+)")
_RANGE = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", re.ASCII)


class BadHours(ValueError):
    """Not hours we understand."""


@dataclass(frozen=True, slots=True)
class Opening:
    """When a service answers. `rules` in their order; the last that matches a day wins."""

    rules: tuple[Rule, ...]

    @classmethod
    def read(cls, text: str) -> Opening:
        """Understand `text`. Raises BadHours."""
        return _read(text)

    @property
    def always(self) -> bool:
        """Day and night, every day."""
        return self.rules == _ALWAYS

    def on(self, day: date) -> tuple[Range, ...]:
        """The ranges that begin on `day`."""
        return self.of({day.weekday(), HOLIDAY} if day in holidays(day.year) else {day.weekday()})

    def of(self, kinds: AbstractSet[int]) -> tuple[Range, ...]:
        """The ranges that begin on a day that is all of `kinds`: a weekday, and HOLIDAY when it is one."""
        return next((ranges for days, ranges in reversed(self.rules) if not days.isdisjoint(kinds)), ())

    def is_open(self, at: datetime) -> bool:
        """Whether somebody answers at `at` (aware)."""
        now = _wall(at)
        return any(start <= now < end for start, end in self._spans(now.date()))

    def next_change(self, at: datetime) -> datetime | None:
        """When it next opens or closes, in Paris's time; None when nothing changes within a week."""
        now = _wall(at)
        spans = self._spans(now.date())
        moments = [moment for span in spans for moment in span if moment > now]
        last = datetime.combine(now.date() + timedelta(days=_HORIZON - 1), time.min)
        return min((moment.replace(tzinfo=PARIS) for moment in moments if moment < last), default=None)

    def week(self) -> list[tuple[Range, ...]]:
        """The ranges of an ordinary Monday to Sunday."""
        return [self.of({weekday}) for weekday in range(7)]

    def closed_on_holidays(self) -> bool:
        """Whether the hours say so in so many words."""
        return next((not ranges for days, ranges in reversed(self.rules) if HOLIDAY in days), False)

    def _spans(self, first: date) -> list[tuple[datetime, datetime]]:
        """Open stretches from the day before `first`, touching ones joined, on the clock on the wall."""
        spans: list[tuple[datetime, datetime]] = []
        for offset in range(-1, _HORIZON):
            day = first + timedelta(days=offset)
            midnight = datetime.combine(day, time.min)
            for start, end in self.on(day):
                begins, ends = midnight + timedelta(minutes=start), midnight + timedelta(minutes=end)
                if spans and begins <= spans[-1][1]:
                    spans[-1] = (spans[-1][0], max(ends, spans[-1][1]))
                else:
                    spans.append((begins, ends))
        return spans


def _wall(at: datetime) -> datetime:
    return at.astimezone(PARIS).replace(tzinfo=None)


_EVERY_DAY = frozenset(range(7))
_ALWAYS: tuple[Rule, ...] = ((_EVERY_DAY, ((0, MIDNIGHT),)),)


@lru_cache(maxsize=1024)
def _read(text: str) -> Opening:
    if text == "24/7":
        return Opening(_ALWAYS)
    rules = []
    for part in re.split(r" *; *", text):
        found = _RULE.fullmatch(part)
        if found is None:
            raise BadHours(text)
        days = _days(found["days"]) if found["days"] else _EVERY_DAY
        rules.append((days, () if found["hours"] in ("off", "closed") else _ranges(found["hours"])))
    return Opening(tuple(rules))


def _days(text: str) -> frozenset[int]:
    found: set[int] = set()
    for part in text.split(","):
        first, dash, last = part.partition("-")
        if part == "PH":
            found.add(HOLIDAY)
        elif first in DAYS and (last in DAYS if dash else True):
            start = DAYS.index(first)
            length = (DAYS.index(last) - start) % 7 if dash else 0  # Fr-Mo runs over the end of the week
            found.update((start + step) % 7 for step in range(length + 1))
        else:
            raise BadHours(text)
    return frozenset(found)


def _ranges(text: str) -> tuple[Range, ...]:
    found = []
    for part in text.split(","):
        match = _RANGE.fullmatch(part)
        if match is None:
            raise BadHours(text)
        start, end = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
        if start >= MIDNIGHT or end > MIDNIGHT or start == end:
            raise BadHours(text)
        found.append((start, end if end > start else end + MIDNIGHT))
    for (_, before), (after, _end) in pairwise(found):
        if after < before:
            raise BadHours(text)
    return tuple(found)


@cache
def holidays(year: int) -> frozenset[date]:
    """The public holidays of mainland France (Code du travail, L3133-1)."""
    easter = _easter(year)
    moving = {easter + timedelta(days=days) for days in (1, 39, 50)}
    fixed = {date(year, m, d) for m, d in ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))}
    return frozenset(moving | fixed)


def _easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the computation of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 19 * m) // 433
    month = (h + m - 7 * n + 90) // 25
    return date(year, month, (h + m - 7 * n + 33 * month + 19) % 32)
