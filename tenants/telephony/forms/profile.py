from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.telephony.domain.layouts import ROLES
from tenants.telephony.models import CallSource, DayFormat, Encoding, ImportProfile, Line, Outcome
from tenants.telephony.models.profile import Delimiter
from tess.kernel.intake.masking import holds_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tenants.telephony.domain.files import Detected

ZONES = (
    "Europe/Paris", "America/Cayenne", "America/Guadeloupe", "America/Martinique", "America/Miquelon", "Indian/Mayotte",
    "Indian/Reunion", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Wallis", "UTC",
)  # fmt: skip
# how many columns each role may take: identifiers and starts are joined, ends take the first that happened
PLACES = {
    "external_id": 3,
    "started": 2,
    "answered": 2,
    "ended": 3,
    "wait": 1,
    "talk": 1,
    "queue": 1,
    "agent": 1,
    "outcome": 1,
}
_LABELS = {
    "external_id": _("Call identifier"),
    "started": _("Start of the call"),
    "answered": _("Answer"),
    "ended": _("End"),
    "wait": _("Wait, as a duration"),
    "talk": _("Conversation, as a duration"),
    "queue": _("Queue or service"),
    "agent": _("Agent or extension"),
    "outcome": _("Outcome"),
}
_MORE = {
    "external_id": _("then, joined to it"),
    "started": _("then, joined to it (date and time apart)"),
    "answered": _("or, if that did not happen"),
    "ended": _("or, if that did not happen"),
}
_HELP = {
    "answered": _("A time without a day is of the day of the start."),
    "ended": _("A time without a day is of the day of the start."),
    "wait": _("Instead of the answer: seconds, or hours:minutes:seconds."),
    "talk": _("Instead of the end: seconds, or hours:minutes:seconds."),
}
_NO_NAME = _("This is not the name of a column: does the first line of the file give their names?")
_LEAST_OUTCOMES = 3


class ProfileForm(forms.Form):
    """How a switch's files are read. Columns and outcomes are those of the sample, or of the profile."""

    name = forms.CharField(label=_("Name of the profile"), max_length=80)
    line = forms.ModelChoiceField(label=_("Its calls are those of the line"), queryset=Line.objects.filter(active=True))
    source = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[(CallSource.GENERIC, CallSource.GENERIC.label), (CallSource.ASTERISK, CallSource.ASTERISK.label)],
        widget=forms.RadioSelect,
    )
    delimiter = forms.ChoiceField(label=_("Columns are separated by"), choices=Delimiter)
    encoding = forms.ChoiceField(label=_("Encoding"), choices=Encoding)
    time_zone = forms.ChoiceField(label=_("Times are those of"), choices=[(zone, zone) for zone in ZONES])
    day_format = forms.ChoiceField(label=_("Days are written"), choices=DayFormat)
    nothing = forms.CharField(
        label=_("What stands for “did not happen”"),
        required=False,
        max_length=200,
        strip=True,
        help_text=_("Separated by commas, for instance “0:00:00”. An empty field always does."),
    )

    def __init__(self, *args: Any, names: Sequence[str], said: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # a file without a header gives its first call for names; what was typed by hand may be anything
        names = [name for name in names if not holds_number(name) and "\0" not in name]
        columns = [("", "—"), *((name, name[:60]) for name in names)]
        for role in ROLES:
            for place in range(1, PLACES[role] + 1):
                label = _LABELS[role] if place == 1 else _MORE[role]
                self.fields[f"{role}_{place}"] = forms.ChoiceField(
                    label=label,
                    help_text=_HELP.get(role, "") if place == 1 else "",
                    choices=columns,
                    required=False,
                    error_messages={"invalid_choice": _NO_NAME},
                )
        rows = max(len(said) + 1, _LEAST_OUTCOMES)
        for row in range(rows):
            self.fields[f"said_{row}"] = forms.CharField(label=_("The file says"), required=False, max_length=60)
            self.fields[f"meant_{row}"] = forms.ChoiceField(
                label=_("which means"), choices=[("", "—"), *Outcome.choices], required=False
            )
        self.rows = rows

    def columns(self) -> list[list[Any]]:
        """Bound fields of the columns, a list a role."""
        return [[self[f"{role}_{place}"] for place in range(1, PLACES[role] + 1)] for role in ROLES]

    def meanings(self) -> list[tuple[Any, Any]]:
        """Bound fields of the outcomes, in pairs."""
        return [(self[f"said_{row}"], self[f"meant_{row}"]) for row in range(self.rows)]

    def fill(self, profile: ImportProfile) -> ImportProfile:
        """Put what was typed into a profile, unsaved."""
        data = self.cleaned_data
        for field in ("name", "line", "source", "delimiter", "encoding", "time_zone", "day_format"):
            setattr(profile, field, data[field])
        profile.nothing = [mark.strip() for mark in data["nothing"].split(",") if mark.strip()]
        profile.columns = {
            role: [data[f"{role}_{place}"] for place in range(1, PLACES[role] + 1) if data[f"{role}_{place}"]]
            for role in ROLES
        }
        profile.outcomes = {
            data[f"said_{row}"]: data[f"meant_{row}"]
            for row in range(self.rows)
            if data[f"said_{row}"] and data[f"meant_{row}"]
        }
        return profile


def initial_of(profile: ImportProfile) -> dict[str, Any]:
    """What a form about this profile begins with."""
    found: dict[str, Any] = {
        field: getattr(profile, field)
        for field in ("name", "source", "delimiter", "encoding", "time_zone", "day_format")
    }
    found |= {"line": profile.line_id, "nothing": ", ".join(profile.nothing)}
    for role in ROLES:
        for place, name in enumerate(profile.columns.get(role) or (), 1):
            found[f"{role}_{place}"] = name
    for row, (said, meant) in enumerate(profile.outcomes.items()):
        found |= {f"said_{row}": said, f"meant_{row}": meant}
    return found


def proposed(detected: Detected) -> dict[str, Any]:
    """What the sample itself suggests: shown in the form, confirmed or changed by the person."""
    found: dict[str, Any] = {"encoding": detected.encoding, "delimiter": detected.delimiter}
    if detected.asterisk:
        found |= {"source": CallSource.ASTERISK, "delimiter": Delimiter.COMMA}
    return found
