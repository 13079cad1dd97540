from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.telephony.models import ImportProfile


class FileForm(forms.Form):
    """A file of calls and how it is read."""

    file = forms.FileField(
        label=_("File of calls"),
        allow_empty_file=True,  # told by the domain, in better words
        help_text=_(
            "A CSV file of at most 100 MB. It is deleted once its calls are loaded, after an hour at the latest."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )
    profile = forms.ModelChoiceField(
        label=_("How it is read"), queryset=ImportProfile.objects.select_related("line"), empty_label=None
    )
    day = forms.DateField(
        label=_("Day of the calls"),
        required=False,
        help_text=_("Only for files that hold times without a day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class SampleForm(forms.Form):
    """A file to look at while a profile is made."""

    file = forms.FileField(
        label=_("A file to look at"),
        allow_empty_file=True,
        help_text=_("The export of an ordinary day will do. It is looked at, nothing of it is loaded."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )
