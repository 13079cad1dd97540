from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.admission.models import Finding, Voice

_SHORT = forms.Textarea(attrs={"rows": 3, "maxlength": 2000})


class SearchForm(forms.Form):
    """What narrows the list."""

    narrows = True

    q = forms.CharField(label=_("Name, SIREN or contact"), max_length=80, required=False, widget=forms.SearchInput)
    groupe = forms.CharField(required=False, widget=forms.HiddenInput)


class AssessForm(forms.Form):
    """One point of the charter."""

    finding = forms.ChoiceField(label=_("What you find"), choices=Finding, widget=forms.RadioSelect)
    remark = forms.CharField(
        label=_("Remark"), required=False, max_length=2000, widget=_SHORT, help_text=_("The candidate reads it.")
    )


class QuestionForm(forms.Form):
    """Something to ask."""

    text = forms.CharField(
        label=_("Your question"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 3000}),
        help_text=_("A letter tells the candidate; the dossier opens again for changes until the answer."),
    )


class AnswerForm(forms.Form):
    """What the candidate answers."""

    answer = forms.CharField(
        label=_("Your answer"), max_length=6000, widget=forms.Textarea(attrs={"rows": 5, "maxlength": 6000})
    )


class VoteForm(forms.Form):
    """One's own voice."""

    voice = forms.ChoiceField(label=_("Your voice"), choices=Voice, widget=forms.RadioSelect)
    remark = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=2000,
        widget=_SHORT,
        help_text=_("The coordination alone reads it."),
    )


class DecisionForm(forms.Form):
    """The decision and why."""

    outcome = forms.ChoiceField(
        label=_("The decision"),
        choices=(("admit", _("admit")), ("refuse", _("refuse"))),
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 5000}),
        help_text=_("The candidate reads them as they are."),
    )
