from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tenants.telephony.models import Line

_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)


class DayField(forms.DateField):
    """A day as browsers send it, within this century: beyond, there are no calls and clocks overflow."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [
        MinValueValidator(_FIRST, _("Choose a day after the year 2000.")),
        MaxValueValidator(_LAST, _("Choose a day before the year 2100.")),
    ]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)


class DayForm(forms.Form):
    """Which day, and which line; both may be left out."""

    jour = DayField(label=_("Day"), required=False)
    ligne = forms.TypedChoiceField(label=_("Line"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ligne"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101  tells the type checker
        field.choices = [("", _("All lines")), *((str(line.pk), line.name) for line in lines)]


class PublishForm(forms.Form):
    """The day whose figures were read, and the mark of what was read."""

    jour = DayField(widget=forms.HiddenInput)
    seen = forms.RegexField(r"^[0-9a-f]{16}$", widget=forms.HiddenInput)
