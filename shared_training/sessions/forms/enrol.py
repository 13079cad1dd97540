"""For which organisation one enrols."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tenants.organisations.models import Organisation


class EnrolForm(forms.Form):
    """One of the organisations one may train for; chosen in advance when there is only one."""

    organisation = forms.ChoiceField(
        label=_("For which organisation?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the organisation you train for."),
            "invalid_choice": _("Choose one of your organisations."),
        },
    )

    def __init__(self, organisations: Iterable[Organisation], data: Any = None) -> None:
        choices = [(str(organisation.pk), organisation.name) for organisation in organisations]
        super().__init__(data, initial={"organisation": choices[0][0]} if len(choices) == 1 else None)
        self.fields["organisation"].choices = choices

    def organisation_id(self) -> UUID:
        """The organisation chosen, once valid."""
        return UUID(self.cleaned_data["organisation"])
