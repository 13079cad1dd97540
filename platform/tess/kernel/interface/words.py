"""Figures, shares, durations, days and telephone numbers as people read them."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tess.kernel.folding import plain

FIXED = "\u00a0"  # keeps a number on one line; the narrow one all but vanishes in our heading face
NOTHING = "–"

Number = int | float | Decimal


def french() -> bool:
    """Tell whether the page is in French, the language of the product unless another is asked for."""
    return (get_language() or "fr").startswith("fr")


def number(value: Number | None, digits: int = 0) -> str:
    """Write a number: "1 511", "2,61". None gives a dash."""
    if value is None:
        return NOTHING
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{digits}f}"
    if french():
        text = text.replace(",", FIXED).replace(".", ",")
    return f"−{text}" if rounded < 0 else text


def percent(share: Number | None, digits: int = 1) -> str:
    """Write a share between 0 and 1: 0.539 gives "53,9 %"; a round share loses its decimals. None gives a dash."""
    if share is None:
        return NOTHING
    hundred = Decimal(str(share)) * 100
    if hundred == hundred.to_integral_value():
        digits = 0
    return number(hundred, digits) + (f"{FIXED}%" if french() else "%")


def percent_of(part: Number | None, whole: Number | None, digits: int = 1) -> str:
    """Write part ÷ whole as a share; a dash when the whole is zero or unknown."""
    if part is None or not whole:
        return NOTHING
    return percent(Decimal(str(part)) / Decimal(str(whole)), digits)


def duration(seconds: Number | None) -> str:
    """Write seconds as said aloud: "40 s", "2 min 40", "1 h 05". None gives a dash."""
    if seconds is None:
        return NOTHING
    whole = int(Decimal(str(seconds)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    minutes, rest = divmod(whole, 60)
    if not minutes:
        return f"{rest}{FIXED}s"
    hours, minutes_left = divmod(minutes, 60)
    if not hours:
        return f"{minutes}{FIXED}min" + (f"{FIXED}{rest:02d}" if rest else "")
    return f"{number(hours)}{FIXED}h" + (f"{FIXED}{minutes_left:02d}" if minutes_left else "")


def day(value: date) -> str:
    """As in "lundi 7 septembre" or "mardi 1er septembre 2015": the year only when it isn't this one."""
    nth = f"{value.day}er" if french() and value.day == 1 else str(value.day)
    said = _("%(weekday)s %(number)s %(month)s") % {
        "weekday": WEEKDAYS[value.weekday()],
        "number": nth,
        "month": MONTHS[value.month],
    }
    return said if value.year == timezone.localdate().year else f"{said} {value.year}"


def moment(value: datetime) -> str:
    """As in "7 septembre, 14:03", on one line, for lists: the year only when it isn't this one."""
    here = timezone.localtime(value)
    said = format_date(here, "j F, H:i" if here.year == timezone.localdate().year else "j F Y, H:i")
    return said.replace(" ", FIXED)


def period(first: date, last: date) -> str:
    """One day, or as in "du lundi 7 septembre au mardi 8 septembre"."""
    if first == last:
        return day(first)
    return _("from %(first)s to %(last)s") % {"first": day(first), "last": day(last)}


def in_order(name: str) -> str:
    """What a name is sorted by, as in a French dictionary: "Écoute" stands with the E, "Œuvres" with "oe"."""
    return plain(name)


def telephone(value: str | None) -> str:
    """Write a French number in pairs ("01 99 00 12 34"); short numbers and anything else stay as they are."""
    digits = "".join(character for character in value or "" if character.isdigit())
    if (value or "").startswith("+33"):
        digits = "0" + digits[2:]
    if len(digits) == 10 and digits.startswith("0"):  # noqa: PLR2004 - ten digits make a French number
        return FIXED.join(digits[at : at + 2] for at in range(0, 10, 2))
    return value or NOTHING
