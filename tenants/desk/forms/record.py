"""What a listener writes, and what the lists are narrowed by."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tenants.desk.departements import code_of
from tenants.desk.domain import notes
from tenants.desk.domain.contacts import Answers
from tenants.desk.models import AgeBand, Consent, ContactState, Gender, Nature, Relation, Risk, UnwantedKind
from tenants.desk.themes import MOST, THEMES
from tenants.telephony.domain.scope import within
from tenants.telephony.models import Channel, Line
from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Collection

    from tenants.desk.models import Contact
    from tess.kernel.actor import Actor

# one key says both what it was and, when it wasn't meant for us, which kind
WHAT = [(Nature.SUPPORT, Nature.SUPPORT.label), (Nature.INFORMATION, Nature.INFORMATION.label), *UnwantedKind.choices]


def _keys(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)


class RecordForm(forms.Form):
    """A record. Nothing is required of a draft; the verb that closes says what is missing."""

    what = _keys(_("What it was"), WHAT)
    relation = _keys(_("Who calls"), Relation.choices)
    age_band = _keys(_("Age, as it sounds"), AgeBand.choices)
    gender = _keys(_("Gender"), Gender.choices)
    risk = _keys(_("Risk perceived"), Risk.choices)
    themes = forms.MultipleChoiceField(
        label=_("Themes"), choices=list(THEMES.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    # no CharField: it refuses a NUL in words nobody understands, and has browsers cut a long paste without a word
    note = forms.Field(label=_("What was said, what was proposed"), required=False, widget=forms.Textarea)
    consent = _keys(_("Is the person fine with a note being kept?"), Consent.choices)
    departement = forms.CharField(label=_("Département"), required=False, max_length=40)
    channel = _keys(_("Channel"), Channel.choices)
    line = forms.ModelChoiceField(label=_("Line"), queryset=Line.objects.none(), required=False, empty_label="")
    version = forms.IntegerField(min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, contact: Contact, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.contact = contact
        self.fields["note"].widget.attrs |= {"rows": 8, "aria-describedby": "note-is-sealed"}
        self.fields["departement"].widget.attrs |= {"size": 4, "autocomplete": "off"}
        if contact.call_id is None:
            lines: Any = self.fields["line"]
            # its own stays though archived meanwhile: an empty select would write "no line" at the next save
            lines.queryset = within(Line.objects.filter(active=True), actor, "site") | Line.objects.filter(
                pk=contact.line_id
            )
        else:  # the call says both
            del self.fields["line"], self.fields["channel"]

    def clean_departement(self) -> str:
        typed = self.cleaned_data["departement"]
        code = code_of(typed) if typed else ""
        if code is None:
            raise ValidationError(_("There is no such département: write its number, 29 or 2A or 974."))
        return code

    def clean_note(self) -> str:
        try:
            return notes.typed(self.cleaned_data["note"] or "")
        except DomainError as error:
            raise ValidationError(error.message) from error

    def clean_themes(self) -> list[str]:
        themes: list[str] = self.cleaned_data["themes"]
        if len(themes) > MOST:
            raise ValidationError(_("%(most)s themes at most.") % {"most": MOST})
        return themes

    def themes_shown(self, listed: Collection[str]) -> dict[str, list[Any]]:
        """The boxes of the themes: `first` those listed and those ticked, then `others`."""
        found: dict[str, list[Any]] = {"first": [], "others": []}
        for box in self["themes"].subwidgets:
            first = box.data["selected"] or str(box.data["value"]) in listed
            found["first" if first else "others"].append(box)
        return found

    def answers(self) -> Answers:
        """What was written; where an answer is wrong, what stood before: a slip in one field never costs the others."""
        said, before = self.cleaned_data, self.contact
        what = said.get("what", initial_what(before))
        unwanted = what in UnwantedKind.values
        line = said.get("line", before.line) if "line" in self.fields else before.line
        return Answers(
            nature=Nature.UNWANTED if unwanted else what,
            unwanted_kind=what if unwanted else "",
            themes=tuple(said.get("themes", before.themes)),
            **{
                name: said.get(name, getattr(before, name))
                for name in ("relation", "age_band", "gender", "departement", "risk", "consent")
            },
            channel=said.get("channel") or before.channel,
            line_id=line.pk if line else None,
            note=said["note"] if "note" in said and "note" in self.data else None,
        )


def initial_what(contact: Contact) -> str:
    """The key that is down on a record that stands."""
    return contact.unwanted_kind or contact.nature


def initial_of(contact: Contact, note: str) -> dict[str, Any]:
    """What the form shows of a record that stands."""
    names = ("themes", "relation", "age_band", "gender", "departement", "risk", "consent", "channel", "version")
    shown = {name: getattr(contact, name) for name in names}
    return shown | {"what": initial_what(contact), "line": contact.line_id, "note": note}


class Narrowing(forms.Form):
    """Which records of a list: by state, by day. What can't be read narrows nothing."""

    narrows = True

    etat = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Every state")), *ContactState.choices],
        widget=forms.RadioSelect,
    )
    jour = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_jour(self) -> date | None:
        return sane_day(self.cleaned_data["jour"])

    def read(self) -> tuple[str, date | None]:
        """(state, day); "" and None narrow nothing."""
        self.is_valid()
        return self.cleaned_data.get("etat", ""), self.cleaned_data.get("jour")


def sane_day(day: date | None) -> date | None:
    """A day within the lifetime of helplines; none for what a clock can't hold."""
    return day if day is not None and 1950 <= day.year <= 2200 else None  # noqa: PLR2004
