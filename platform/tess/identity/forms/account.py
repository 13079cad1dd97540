from django import forms
from django.utils.translation import gettext_lazy as _


class NameForm(forms.Form):
    """The name colleagues read."""

    name = forms.CharField(
        label=_("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True})
    )
