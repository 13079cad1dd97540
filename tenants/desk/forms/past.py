from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.telephony.models import Channel, Line


class PastForm(forms.Form):
    """A file of past records, and what its lines don't say."""

    file = forms.FileField(
        label=_("File of records"),
        allow_empty_file=True,  # told by the domain, in better words
        help_text=_("CSV or XLSX, of at most 100 MB. It is deleted once loaded, after an hour at the latest."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,text/csv,text/plain"}),
    )
    line = forms.ModelChoiceField(
        label=_("Line of the records that don't say theirs"),
        queryset=Line.objects.order_by("-active", "name", "id"),
        required=False,
        empty_label=_("each says its own"),
    )
    channel = forms.ChoiceField(label=_("Channel of the records that don't say theirs"), choices=Channel)
