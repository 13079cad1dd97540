"""Telephone numbers as dialled in France, short ones included."""

from __future__ import annotations

import re

import phonenumbers

# Arcep's short numbers: no generic validator knows them all, and they are the ones a crisis line gives most.
_SHORT = re.compile(
    r"15|17|18"  # emergency
    r"|112|113|114|115|119|191|196|197"  # emergency and social emergency
    r"|116\d{3}"  # harmonised numbers of social value
    r"|118\d{3}"  # directory enquiries
    r"|10\d\d|3\d{3}"  # operators, and special tariff numbers of four digits
)
# each under a country code of its own, dialled as in mainland France
_OVERSEAS = ("RE", "GP", "MQ", "GF", "YT", "PM")
_FRENCH_CODES = frozenset(phonenumbers.country_code_for_region(region) for region in ("FR", *_OVERSEAS))
_SAINT_PIERRE = phonenumbers.country_code_for_region("PM")
_SEPARATORS = re.compile(r"[\s.\-/()\u00a0\u202f]+")


class BadNumber(ValueError):
    """Not a number one can dial."""


def dialled(text: str) -> str:
    """The number as dialled in France: "31 14" → "3114", "+33 9 72 39 40 50" → "0972394050"; abroad "+32…".
    Overseas is France: "0262 35 00 00" and "+262 262 35 00 00" → "0262350000".

    Raises BadNumber.
    """
    compact = _SEPARATORS.sub("", text)
    if not re.fullmatch(r"\+?[0-9]{2,15}", compact, re.ASCII):
        raise BadNumber(text)
    if _SHORT.fullmatch(compact):
        return compact
    number = next((found for region in ("FR", *_OVERSEAS) if (found := _read(compact, region))), None)
    if number is None:
        raise BadNumber(text)
    if number.country_code not in _FRENCH_CODES:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    short = number.country_code == _SAINT_PIERRE and len(str(number.national_number)) == 6  # noqa: PLR2004  six digits there
    return f"0{_SAINT_PIERRE if short else ''}{number.national_number}"


def _read(compact: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(compact, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def digits(text: str) -> str:
    """The digits of what somebody types into the search when it is only a number ("31 14" → "3114"), else nothing."""
    compact = _SEPARATORS.sub("", text)
    return compact if re.fullmatch(r"[0-9]+", compact, re.ASCII) else ""


def spaced(number: str) -> str:
    """A short number as its service writes it: "3114", "116 006"; the others as they are (the kit's filter pairs them)."""
    if len(number) == 6:  # noqa: PLR2004
        return f"{number[:3]}\u00a0{number[3:]}"
    return number
