from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SiteForm(forms.Form):
    """A local branch."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("As your people call it."))
    town = forms.CharField(label=_("Town"), max_length=80)
