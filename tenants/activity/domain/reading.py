"""What a day's figures say, before one looks at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenants.activity.domain.queries import Counts, Day

_SPAN = 3  # hours
_ENOUGH = 11  # calls: fewer would be chance
_PART = 3  # at least a third of the day's


def hardest_hours(day: Day) -> tuple[int, int] | None:
    """The three hours in a row in which most callers found nobody, as (from, to); None when no hours stand out."""
    missed = [hour.unanswered for hour in day.hours]
    spans = [(sum(missed[at : at + _SPAN]), -at) for at in range(len(missed) - _SPAN + 1)]
    most, at = max(spans)
    if most < _ENOUGH or most * _PART < sum(missed):
        return None
    return -at, -at + _SPAN


def lived_hours(day: Day) -> list[tuple[int, Counts]]:
    """The hours from the first call presented to the last, the silent ones between them included."""
    busy = [at for at, hour in enumerate(day.hours) if hour.presented]
    return [(at, day.hours[at]) for at in range(min(busy), max(busy) + 1)] if busy else []
