"""A line's hours: common patterns, up to four rows, or the text itself. Everything works without JavaScript."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from tenants.relays.opening import MIDNIGHT
from tenants.telephony.domain import hours
from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField

_CLOCK = re.compile(r"(\d{1,2})(?:\s*[h:.]\s*(\d{2})?)?", re.ASCII | re.IGNORECASE)
ALWAYS, DAILY, WORKING, OTHER, TEXT, LATER = "always", "daily", "weekdays", "other", "text", "later"
PATTERNS = [
    (ALWAYS, _("24 hours a day, every day")),
    (DAILY, _("Every day")),
    (WORKING, _("From Monday to Friday")),
    (OTHER, _("Other days")),
    (TEXT, _("Write it oneself")),
    (LATER, _("Not decided yet")),
]
_DAYS_OF = {DAILY: hours.EVERY_DAY, WORKING: hours.WORKING_DAYS}


class ClockField(forms.CharField):
    """A time of day, in minutes from midnight: "9:00", "9 h 30", "22h", "24:00"; None when nothing is typed."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=12, widget=forms.TextInput(attrs={"type": "time"}), **more)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        found = _CLOCK.fullmatch(text)
        minutes = int(found[1]) * 60 + int(found[2] or 0) if found else MIDNIGHT + 1
        if minutes > MIDNIGHT or (found and int(found[2] or 0) > 59):  # noqa: PLR2004
            raise ValidationError(_("This is not a time of day: write it like 9:00 or 22:30."))
        return minutes

    def prepare_value(self, value: Any) -> Any:
        return f"{value // 60 % 24:02}:{value % 60:02}" if isinstance(value, int) else value


class HoursForm(forms.Form):
    """When a line is open. `hours_text` is what is kept."""

    pattern = forms.ChoiceField(
        label=_("Opening hours"), choices=PATTERNS, required=False, widget=forms.RadioSelect, initial=LATER
    )
    opens = ClockField(label=_("From"))
    closes = ClockField(label=_("To"))
    closed_on_holidays = forms.BooleanField(label=_("Closed on public holidays"), required=False)
    opening_hours = forms.CharField(
        label=_("The hours, as text"),
        max_length=255,
        required=False,
        help_text=_("For instance “Mo-Fr 09:00-19:00; Sa 10:00-12:00”, or “24/7”. Mo is Monday, Su is Sunday."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for number in range(hours.MOST_ROWS):
            self.fields[f"days_{number}"] = forms.TypedMultipleChoiceField(
                label=_("Days"),
                choices=[(day, WEEKDAYS_ABBR[day]) for day in range(7)],
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields[f"opens_{number}"] = ClockField(label=_("From"))
            self.fields[f"closes_{number}"] = ClockField(label=_("To"))

    def hours_rows(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        """Bound fields of the rows: days, from, to."""
        return [(self[f"days_{n}"], self[f"opens_{n}"], self[f"closes_{n}"]) for n in range(hours.MOST_ROWS)]

    def day_names(self) -> list[str]:
        """The days in full, for those who hear the page."""
        return [str(WEEKDAYS[day]) for day in range(7)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.hours_text = ""
        pattern = data.get("pattern") or TEXT
        if pattern == ALWAYS:
            self.hours_text = "24/7"
        elif pattern == TEXT:
            self.hours_text = data.get("opening_hours", "")
        elif pattern in _DAYS_OF and not {"opens", "closes"} & set(self.errors):
            self._write([("", _DAYS_OF[pattern], data["opens"], data["closes"])])
        elif pattern == OTHER:
            self._write_rows(data)
        return data

    def _write_rows(self, data: dict[str, Any]) -> None:
        if any(field.rpartition("_")[0] in {"days", "opens", "closes"} for field in self.errors):
            return
        said = [
            (f"_{n}", data[f"days_{n}"], data[f"opens_{n}"], data[f"closes_{n}"])
            for n in range(hours.MOST_ROWS)
            if data[f"days_{n}"] or data[f"opens_{n}"] is not None or data[f"closes_{n}"] is not None
        ]
        if not said:
            self.add_error("days_0", _("Tick the days and say the hours of at least one row."))
        else:
            self._write(said)

    def _write(self, said: list[tuple[str, Any, int | None, int | None]]) -> None:
        """Rows to text; what a row lacks, or where two overlap, is told at its field."""
        rows = []
        for suffix, days, opens, closes in said:
            try:
                rows.append(hours.row(days, opens, closes))
            except DomainError as error:
                self.add_error(f"{error.field}{suffix}", str(error))
        if len(rows) < len(said):
            return
        try:
            self.hours_text = hours.written(hours.Week(tuple(rows), bool(self.cleaned_data.get("closed_on_holidays"))))
        except DomainError as error:
            number = int(str(error.field).removeprefix("row_"))
            self.add_error(f"opens{said[number][0]}", str(error))


def initial_of(text: str) -> dict[str, Any]:
    """What the form shows for hours that stand: rows when they fit, else the text."""
    found: dict[str, Any] = {"opening_hours": text, "pattern": TEXT if text else LATER}
    week = hours.fitted(text) if text else None
    if week is None:
        return found
    found["closed_on_holidays"] = week.closed_on_holidays
    for number, one in enumerate(week.rows):
        found |= {f"days_{number}": sorted(one.days), f"opens_{number}": one.start, f"closes_{number}": one.end}
    if week.always:
        return found | {"pattern": ALWAYS}
    only = week.rows[0]
    pattern = next((p for p, days in _DAYS_OF.items() if len(week.rows) == 1 and days == only.days), OTHER)
    return found | {"pattern": pattern} | ({} if pattern == OTHER else {"opens": only.start, "closes": only.end})
