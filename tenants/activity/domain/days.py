"""Days and hours as they are lived in Paris, whatever the clock of the machine."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

PARIS = ZoneInfo("Europe/Paris")  # the same zone stands in sql/public_functions.sql


def start_of(day: date) -> datetime:
    """The first moment of a day."""
    return datetime(day.year, day.month, day.day, tzinfo=PARIS)


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """From the first moment of `first` to the first moment after `last`; a day of clock change has 23 or 25 hours."""
    return start_of(first), start_of(last + timedelta(days=1))


def is_over(day: date) -> bool:
    """Whether nothing more can happen on that day, so that its figures may cross."""
    return day < timezone.localdate()
