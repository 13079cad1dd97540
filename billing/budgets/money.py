"""Money at the edges: whole cents inside, French amounts on paper."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.budgets.models.budget import MOST_CENTS
from tess.kernel.interface import words

# thousands by spaces of any kind; a comma (or the point of a numeric keypad) before one or two decimals
_AMOUNT = re.compile(r"([0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,12})(?:[.,]([0-9]{1,2}))?")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\t", " "))


def euros(cents: int | None) -> str:
    """Write cents as people read them: "1 234,56 €"."""
    if cents is None:
        return words.NOTHING
    return f"{words.number(Decimal(cents) / 100, 2)}{words.FIXED}€"


def typed(cents: int) -> str:
    """Write cents as one types them: "1234,56"."""
    return f"{cents // 100},{cents % 100:02}"


class AmountField(forms.CharField):
    """An amount in euros, typed as in French; cleaned, a whole number of cents."""

    default_error_messages = {
        "amount": _("Write an amount in euros such as 1 234,56."),
        "nothing": _("The amount is zero: write what the item costs."),
        "much": _("This is more than a hundred million euros: look at the amount again."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Raises ValidationError when it isn't an amount, is nothing, or is beyond reason."""
        text = super().clean(value)
        if not text:
            return None
        found = _AMOUNT.fullmatch(text.translate(_SPACES).removesuffix("€").strip())
        if not found:
            raise forms.ValidationError(self.error_messages["amount"], code="amount")
        cents = int(found[1].replace(" ", "")) * 100 + int((found[2] or "0").ljust(2, "0"))
        if not cents:
            raise forms.ValidationError(self.error_messages["nothing"], code="nothing")
        if cents > MOST_CENTS:
            raise forms.ValidationError(self.error_messages["much"], code="much")
        return cents
