from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.budgets.money import AmountField
from tess.observatory.forms.period import DayField


class BudgetForm(forms.Form):
    """A budget: its year, its name, and the days over which members are measured."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2099)
    name = forms.CharField(label=_("Name"), max_length=80)
    measured_from = DayField(label=_("Contacts counted from"))
    measured_to = DayField(label=_("to"), help_text=_("The shares follow the contacts published over these days."))

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it starts or lasts beyond reason."""
        first, last = self.cleaned_data.get("measured_from"), self.cleaned_data.get("measured_to")
        if first and last and last < first:
            self.add_error("measured_to", _("The last day comes before the first one."))
        elif first and last and last - first > timedelta(days=366):
            self.add_error("measured_to", _("Choose a period of at most one year."))
        return self.cleaned_data


class ItemForm(forms.Form):
    """One item of a budget."""

    label = forms.CharField(label=_("Item"), max_length=120)
    cents = AmountField(label=_("Amount in euros"))
