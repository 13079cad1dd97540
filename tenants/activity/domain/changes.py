"""Which days the next publication has to look at again, however long ago they were."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_ONE = timedelta(days=1)
_TAKE = "DELETE FROM activity_changedday WHERE day <= %s RETURNING day"


def take_changed(last: date) -> set[date]:
    """The days up to `last` whose figures changed since this was last asked; they are forgotten with the transaction.

    What changes meanwhile stands in rows this statement doesn't see: it is found next time.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [last])
        return {day for (day,) in cursor.fetchall()}


def spans(days: Iterable[date]) -> list[tuple[date, date]]:
    """The days in order, those that follow each other put together as (first, last)."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and found[-1][1] + _ONE == day:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
