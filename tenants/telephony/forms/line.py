from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.telephony.models import Channel, Cost, Line, Site


class LineForm(forms.Form):
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
    opening_hours = forms.CharField(
        label=_("Opening hours"),
        max_length=255,
        required=False,
        help_text=_("For instance “Mo-Fr 09:00-19:00; Sa 10:00-12:00”, or “24/7”. Mo is Monday, Su is Sunday."),
    )
    site = forms.ModelChoiceField(label=_("Local branch"), queryset=Site.objects.all(), required=False)

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
                "opening_hours": line.opening_hours,
                "site": line.site_id,
            }
        )
