from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tess.kernel.commons import offered


class SheetsForm(forms.Form):
    """Which shared practice sheets stand beside the records of a line."""

    slugs = forms.MultipleChoiceField(
        label=_("Practice sheets at hand"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They stand beside the record while one listens."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slugs"].choices = offered("practice_sheets")

    def clean_slugs(self) -> dict[str, str]:
        """The chosen ones, each with its title."""
        known = dict(self.fields["slugs"].choices)
        return {slug: known[slug] for slug in self.cleaned_data["slugs"]}
