"""Opening hours as one says them: "du lundi au vendredi, de 9 h à 19 h", "rouvre demain à 9 h"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from tenants.relays.opening import MIDNIGHT, PARIS, Opening, Range
from tess.kernel.interface.words import FIXED, french

if TYPE_CHECKING:
    from datetime import datetime

    from tenants.relays.models import Service


@dataclass(frozen=True, slots=True)
class Status:
    """Whether somebody answers now (None: nobody knows), in words."""

    open: bool | None
    text: str


def status(service: Service, at: datetime) -> Status:
    """Say whether `service` answers at `at` (aware) and when that changes."""
    opening = service.opening
    if opening is None:
        return Status(None, _("hours to be verified"))
    if opening.always:
        return Status(True, _("open day and night"))
    change = opening.next_change(at)
    if opening.is_open(at):
        return Status(True, _closes(change, at) if change else _("open"))
    return Status(False, _opens(change, at) if change else _("closed"))


def _closes(change: datetime, at: datetime) -> str:
    """The time alone when it is the next one there is, else with its day; midnight belongs to the day it ends."""
    now = at.astimezone(PARIS)
    day = change - timedelta(days=1) if _minutes(change) == 0 else change
    told = {"time": clock(_minutes(change)), "day": WEEKDAYS[day.weekday()]}
    if change - now <= timedelta(days=1):
        return _("open until %(time)s") % told
    if (day.date() - now.date()).days == 1:
        return _("open until tomorrow at %(time)s") % told
    return _("open until %(day)s at %(time)s") % told


def _opens(change: datetime, at: datetime) -> str:
    days = (change.date() - at.astimezone(PARIS).date()).days
    told = {"time": clock(_minutes(change)), "day": WEEKDAYS[change.weekday()]}
    if days == 0:
        return _("opens at %(time)s") % told
    if days == 1:
        return _("opens tomorrow at %(time)s") % told
    return _("opens on %(day)s at %(time)s") % told


def week(opening: Opening) -> list[tuple[str, str]]:
    """The ordinary week, days with the same hours together: [("du lundi au vendredi", "de 9 h à 19 h"), …]."""
    if opening.always:
        return [(_("every day"), _("day and night"))]
    groups: dict[tuple[Range, ...], list[int]] = {}
    for day, ranges in enumerate(opening.week()):
        groups.setdefault(ranges, []).append(day)
    return [(_days(days), _ranges(ranges)) for ranges, days in groups.items() if ranges]


def clock(minutes: int) -> str:
    """A time of day: 570 → "9 h 30", 1440 → "minuit"."""
    hour, minute = divmod(minutes, 60)
    if minutes % MIDNIGHT == 0:
        return _("midnight")
    if not french():
        return f"{hour % 24}:{minute:02}"
    return f"{hour % 24}{FIXED}h" + (f"{FIXED}{minute:02}" if minute else "")


def _minutes(moment: datetime | None) -> int:
    return moment.hour * 60 + moment.minute if moment else 0


def _ranges(ranges: tuple[Range, ...]) -> str:
    if ranges == ((0, MIDNIGHT),):
        return _("day and night")
    told = [_("from %(start)s to %(end)s") % {"start": clock(start), "end": clock(end)} for start, end in ranges]
    return _listed(told)


def _days(days: list[int]) -> str:
    if len(days) == 7:  # noqa: PLR2004  the whole week
        return _("every day")
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    told: list[str] = []
    for run in runs:
        first, last = str(WEEKDAYS[run[0]]), str(WEEKDAYS[run[-1]])
        if len(run) > 2:  # noqa: PLR2004
            told.append(_("from %(first)s to %(last)s") % {"first": first, "last": last})
        else:
            told += [str(WEEKDAYS[day]) for day in run]
    return _listed(told)


def _listed(told: list[str]) -> str:
    if len(told) < 2:  # noqa: PLR2004
        return "".join(told)
    return _("%(some)s and %(last)s") % {"some": ", ".join(told[:-1]), "last": told[-1]}
