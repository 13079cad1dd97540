from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.relays.claims import WORDS


class ClaimForm(forms.Form):
    """What is wrong with an entry: one of a few words, so that nothing of a contact is written."""

    word = forms.ChoiceField(label=_("What is wrong?"), choices=list(WORDS.items()), widget=forms.RadioSelect)
