"""Counting what may be tried only so often. The counts are rows: shared by every process, atomic, never washed out of a cache.

A subject (an address of a person or of a machine, a browser's nonce) is counted under its HMAC and never stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from tess.identity.models import Tries
from tess.kernel.tenancy.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable

_SALT = "tess.identity.throttle"
_TAKE = """
INSERT INTO identity_tries (key, count, until) VALUES {rows}
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN identity_tries.until <= %s THEN 1 ELSE identity_tries.count + 1 END,
  until = CASE WHEN identity_tries.until <= %s THEN EXCLUDED.until ELSE identity_tries.until END
RETURNING key, count, until
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` in each `span` of time."""

    name: str
    amount: int
    span: timedelta


@dataclass(frozen=True, slots=True)
class Count:
    """One subject counted against one limit."""

    limit: Limit
    subject: str

    @property
    def key(self) -> str:
        """What stands in the database for it."""
        digest: str = salted_hmac(_SALT, f"{self.limit.name}\n{self.subject}", algorithm="sha256").hexdigest()
        return digest


@dataclass(frozen=True, slots=True)
class Taken:
    """The answer to one try: allowed by every limit or not, until when it isn't, and which limits were passed just now."""

    counts: tuple[Count, ...]
    allowed: bool
    until: datetime | None
    just_passed: frozenset[str]


def take(counts: Iterable[Count]) -> Taken:
    """Count one more try against each, in one statement. As the application."""
    asked = {count.key: count for count in counts}
    now = timezone.now()
    rows, params = [], []
    for key in sorted(asked):  # always in one order: two tries at once never wait for each other in a ring
        rows.append("(%s, 1, %s)")
        params += [key, now + asked[key].limit.span]
    with connection.as_application(), connection.cursor() as cursor:
        cursor.execute(_TAKE.format(rows=", ".join(rows)), [*params, now, now])
        found = [(asked[key].limit, number, until) for key, number, until in cursor.fetchall()]
    over = [until for limit, number, until in found if number > limit.amount]
    passed = frozenset(limit.name for limit, number, _until in found if number == limit.amount + 1)
    return Taken(tuple(asked.values()), not over, max(over, default=None), passed)


def give_back(taken: Taken) -> None:
    """It was no failure after all: as if it had not been tried. As the application."""
    keys = [count.key for count in taken.counts]
    with connection.as_application():
        Tries.objects.filter(key__in=keys, count__gt=0).update(count=F("count") - 1)


def forget(counts: Iterable[Count]) -> None:
    """Begin again from nothing. As the application."""
    with connection.as_application():
        Tries.objects.filter(key__in=[count.key for count in counts]).delete()


def clear_over() -> int:
    """Remove the counts whose time is over; returns how many. As the application."""
    cleared, _by_model = Tries.objects.filter(until__lt=timezone.now()).delete()
    return cleared
