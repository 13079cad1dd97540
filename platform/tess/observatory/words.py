"""Days as they are said aloud."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _

from tess.kernel.interface.words import french

if TYPE_CHECKING:
    from datetime import date


def day(value: date) -> str:
    """As in "lundi 7 septembre" or "mardi 1er septembre 2015": the year only when it isn't this one."""
    number = f"{value.day}er" if french() and value.day == 1 else str(value.day)
    said = _("%(weekday)s %(number)s %(month)s") % {
        "weekday": WEEKDAYS[value.weekday()],
        "number": number,
        "month": MONTHS[value.month],
    }
    return said if value.year == timezone.localdate().year else f"{said} {value.year}"


def period(first: date, last: date) -> str:
    """One day, or as in "du lundi 7 septembre au mardi 8 septembre"."""
    if first == last:
        return day(first)
    return _("from %(first)s to %(last)s") % {"first": day(first), "last": day(last)}


def in_order(name: str) -> str:
    """What a name is sorted by, as in a French dictionary: "Écoute" stands with the E."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter)
    ).casefold()
