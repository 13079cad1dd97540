from django import forms
from django.utils.translation import gettext_lazy as _


class SignatureForm(forms.Form):
    """One says yes to the text one has read, and to no other."""

    text_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label=_("I have read the charter and I commit my organisation to it"),
        error_messages={"required": _("Tick the box to say that your organisation commits itself.")},
    )
