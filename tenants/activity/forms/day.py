from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tess.observatory.forms.period import DayField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tenants.telephony.models import Line


class DayForm(forms.Form):
    """Which day, and which line; both may be left out."""

    narrows = True

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
