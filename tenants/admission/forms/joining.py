from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class JoinForm(forms.Form):
    """What is needed to open a dossier; everything else comes afterwards."""

    name = forms.CharField(label=_("Name of your organisation"), max_length=120)
    contact_name = forms.CharField(
        label=_("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact_email = forms.CharField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("The link to your dossier goes there. We write to it at each step."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class AskForm(forms.Form):
    """Who wants to come back."""

    email = forms.CharField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("The one you applied with."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CodeForm(forms.Form):
    """The six digits of the letter."""

    code = forms.CharField(
        label=_("The six digits of the letter"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
