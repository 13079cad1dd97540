from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tess.identity.domain.accounts import LONGEST_NAME
from tess.identity.forms.fields import EmailField


class AddressForm(forms.Form):
    """The name people read and the address they type."""

    name = forms.CharField(label=_("Name shown"), max_length=120)
    slug = forms.CharField(
        label=_("Short name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        told = _("The address will be: short name.%(host)s. It doesn't change afterwards.")
        self.fields["slug"].help_text = told % {"host": settings.COLLECTIVE_HOST}


class DirectorForm(forms.Form):
    """Who will direct a member that has nobody."""

    name = forms.CharField(
        label=_("Name of the director"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = EmailField(
        label=_("E-mail address of the director"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Their own: the invitation goes there and nowhere else."),
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300})
    )


class LeaveForm(ReasonForm):
    """Why, and the short name typed again."""

    typed = forms.CharField(
        label=_("The short name, typed again"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
