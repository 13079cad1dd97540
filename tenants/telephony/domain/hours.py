"""A line's hours as a person says them, row by row, and as the directory's strict text (tenants/relays/opening.py) holds them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from tenants.relays import said
from tenants.relays.opening import DAYS, HOLIDAY, MIDNIGHT, Opening, Range
from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_ROWS = 4
EVERY_DAY = frozenset(range(7))
WORKING_DAYS = frozenset(range(5))
_WEEK = 7 * MIDNIGHT
_RUN = 3  # days in a row from which they are written as first-last


@dataclass(frozen=True, slots=True)
class Row:
    """Days (0 Monday to 6 Sunday) with the same hours, in minutes from midnight; past it when `end` lies beyond MIDNIGHT."""

    days: frozenset[int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of a line: rows, and whether it is closed on public holidays."""

    rows: tuple[Row, ...]
    closed_on_holidays: bool = False

    @property
    def always(self) -> bool:
        """Day and night, every day."""
        return not self.closed_on_holidays and self.rows == (Row(EVERY_DAY, 0, MIDNIGHT),)


@dataclass(frozen=True, slots=True)
class Told:
    """Hours in words: days with their hours, then sentences."""

    week: list[tuple[str, str]]
    more: list[str]


def row(days: Iterable[int], opens: int | None, closes: int | None) -> Row:
    """A row from what was typed: an end before its beginning is on the next day; from midnight to midnight is a whole day.

    Raises DomainError on `days`, `opens` or `closes`.
    """
    chosen = frozenset(days)
    if not chosen:
        raise DomainError(_("Tick the days these hours are of, or empty the hours."), field="days")
    if opens is None:
        raise DomainError(_("Say from when."), field="opens")
    if closes is None:
        raise DomainError(_("Say until when."), field="closes")
    opens %= MIDNIGHT
    if closes == opens and opens:
        raise DomainError(
            _("It ends when it begins. For a whole day, write from 00:00 to 00:00."),
            field="closes",
        )
    return Row(chosen, opens, closes if closes > opens else closes + MIDNIGHT)


def written(week: Week) -> str:
    """The hours as the directory's text. Raises DomainError, its field "row_<n>", when two rows run into each other."""
    _check_apart(week.rows)
    if week.always:
        return "24/7"
    of_day = [tuple(sorted((r.start, r.end) for r in week.rows if day in r.days)) for day in range(7)]
    groups: dict[tuple[Range, ...], list[int]] = {}
    for day, ranges in enumerate(of_day):
        if ranges:
            groups.setdefault(ranges, []).append(day)
    rules = [f"{_days(days)} {','.join(map(_range, ranges))}" for ranges, days in groups.items()]
    return "; ".join([*rules, "PH off"] if week.closed_on_holidays else rules)


def fitted(text: str) -> Week | None:
    """The rows that say exactly what `text` says; None when it says more than rows can, or can't be read."""
    try:
        opening = Opening.read(text)
        rows = _rows(opening)
        week = Week(rows, opening.closed_on_holidays())
        again = Opening.read(written(week)) if 0 < len(rows) <= MOST_ROWS else None
    except (ValueError, DomainError):
        return None
    return week if again and _same(opening, again) else None


def told(text: str) -> Told | None:
    """The hours in words; None when there are none or they can't be read."""
    try:
        opening = Opening.read(text)
    except ValueError:
        return None
    late = sorted({(start, end) for ranges in opening.week() for start, end in ranges if end > MIDNIGHT})
    more = [
        _("Past midnight: what begins at %(start)s ends at %(end)s the next day.")
        % {"start": said.clock(start), "end": said.clock(end)}
        for start, end in late
    ]
    if opening.closed_on_holidays():
        more.append(_("Closed on public holidays."))
    return Told(said.week(opening), more)


def _rows(opening: Opening) -> tuple[Row, ...]:
    days_of: dict[Range, set[int]] = {}
    for day, ranges in enumerate(opening.week()):
        for found in ranges:
            days_of.setdefault(found, set()).add(day)
    return tuple(Row(frozenset(days), start, end) for (start, end), days in days_of.items())


def _same(one: Opening, other: Opening) -> bool:
    days = [{day} for day in range(7)] + [{day, HOLIDAY} for day in range(7)]
    return all(one.of(kinds) == other.of(kinds) for kinds in days)


def _check_apart(rows: tuple[Row, ...]) -> None:
    """No moment of the week is said twice: Sunday's night runs into Monday's morning."""
    spans = sorted(
        (day * MIDNIGHT + r.start, day * MIDNIGHT + r.end, number) for number, r in enumerate(rows) for day in r.days
    )
    if not spans:
        return
    first, *_rest = spans
    for before, after in pairwise([*spans, (first[0] + _WEEK, first[1] + _WEEK, first[2])]):
        if after[0] < before[1]:
            raise DomainError(
                _("“%(one)s” and “%(other)s” overlap. Change one of the two, or leave it out.")
                % {"one": _span(before), "other": _span(after)},
                field=f"row_{max(before[2], after[2])}",
            )


def _span(span: tuple[int, int, int]) -> str:
    day, start = divmod(span[0], MIDNIGHT)
    return _("%(day)s, from %(start)s to %(end)s") % {
        "day": WEEKDAYS[day % 7],
        "start": said.clock(start),
        "end": said.clock(span[1] % MIDNIGHT),
    }


def _days(days: list[int]) -> str:
    """[0, 1, 2, 4] → "Mo-We,Fr"."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(
        f"{DAYS[run[0]]}-{DAYS[run[-1]]}" if len(run) >= _RUN else ",".join(DAYS[day] for day in run) for run in runs
    )


def _range(found: Range) -> str:
    start, end = found
    end = end if end <= MIDNIGHT else end - MIDNIGHT
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
