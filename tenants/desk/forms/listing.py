from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.desk.themes import THEMES


class ListingForm(forms.Form):
    """Which themes are seen first."""

    themes = forms.MultipleChoiceField(
        label=_("Themes your listeners see first"),
        choices=list(THEMES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
