from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.telephony.forms.hours import HoursForm, initial_of
from tenants.telephony.models import Channel, Cost, Line, Site


class LineForm(HoursForm):
    """What a line is; the domain says whether number and hours can be."""

    name = forms.CharField(label=_("Name"), max_length=80)
    number = forms.CharField(
        label=_("Telephone number"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    cost = forms.ChoiceField(label=_("Cost to the caller"), choices=Cost, widget=forms.RadioSelect)
    channels = forms.MultipleChoiceField(
        label=_("People reach it by"), choices=Channel, widget=forms.CheckboxSelectMultiple
    )
    site = forms.ModelChoiceField(
        label=_("Local branch"), queryset=Site.objects.all(), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if not Site.objects.exists():  # nothing to choose from
            del self.fields["site"]

    @classmethod
    def about(cls, line: Line | None) -> LineForm:
        """A form filled with a line, or with what most lines are."""
        if line is None:
            return cls(initial={"cost": Cost.FREE, "channels": [Channel.PHONE]})
        return cls(
            initial={
                "name": line.name,
                "number": line.number,
                "cost": line.cost,
                "channels": line.channels,
                "site": line.site_id,
                **initial_of(line.opening_hours),
            }
        )

    def said(self) -> dict[str, Any]:
        """What `lines.save_line` is told."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("name", "number", "cost", "channels")},
            "opening_hours": self.hours_text,
            "site": data.get("site"),
        }
