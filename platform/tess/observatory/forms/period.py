from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
_LONGEST = timedelta(days=366)


class DayField(forms.DateField):
    """A day as browsers send it, within this century: beyond, there are no figures and clocks overflow."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [
        MinValueValidator(_FIRST, _("Choose a day after the year 2000.")),
        MaxValueValidator(_LAST, _("Choose a day before the year 2100.")),
    ]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)


class PeriodForm(forms.Form):
    """A day, or from one day to another; one left out is the other."""

    narrows = True

    du = DayField(label=_("First day"), required=False)
    au = DayField(label=_("Last day"), required=False)

    def clean(self) -> dict[str, Any]:
        """Fill in the day left out; refuse a period that ends before it starts or lasts more than a year."""
        found = self.cleaned_data
        first, last = found.get("du") or found.get("au"), found.get("au") or found.get("du")
        if first and last:
            if last < first:
                raise forms.ValidationError(_("The last day comes before the first one."))
            if last - first > _LONGEST:
                raise forms.ValidationError(_("Choose a period of at most one year."))
        return found | {"du": first, "au": last}
