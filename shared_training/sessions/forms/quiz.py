"""A module's quiz as a form: one field a question, radios or boxes according to how many answers are right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from shared_training.catalogue.domain.queries import Module, Question

_MESSAGES = {  # never the value that was sent: it may be anything
    "required": _("This question still waits for an answer."),
    "invalid_choice": _("Choose among the answers below."),
    "invalid_list": _("Choose among the answers below."),
}


class QuizForm(forms.Form):
    """The questions of `module`, in their order."""

    def __init__(self, module: Module, data: Any = None) -> None:
        super().__init__(data, auto_id="%s")
        self._names = {f"q{number}": question for number, question in enumerate(module.questions, 1)}
        for number, (name, question) in enumerate(self._names.items(), 1):
            self.fields[name] = field = _field(question)
            field.label = _("Question %(number)s") % {"number": number}  # what a summary of errors names
            field.question = question.text  # what the page asks

    def chosen(self) -> dict[str, frozenset[str]]:
        """Question id → ids of the answers ticked, once valid."""
        return {question.id: _as_set(self.cleaned_data[name]) for name, question in self._names.items()}


def _field(question: Question) -> forms.Field:
    choices = [(answer.id, answer.text) for answer in question.answers]
    if question.has_several:
        return forms.MultipleChoiceField(
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Several answers are right."),
            error_messages=_MESSAGES,
        )
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=_MESSAGES)


def _as_set(value: str | list[str]) -> frozenset[str]:
    return frozenset([value] if isinstance(value, str) else value)
