from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.admission.models import DocumentKind


class DocumentForm(forms.Form):
    """One document and what it is; the domain looks into it."""

    kind = forms.ChoiceField(label=_("What it is"), choices=DocumentKind)
    file = forms.FileField(
        label=_("The file"),
        allow_empty_file=True,  # the domain says it in words that help
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.odt"}),
    )
