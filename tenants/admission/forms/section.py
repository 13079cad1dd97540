from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.utils import ErrorDict

from tenants.admission import sections

if TYPE_CHECKING:
    from collections.abc import Mapping

_FEW = 3  # answers one sees at a glance


class SectionForm(forms.Form):
    """One section of the dossier. The domain judges what was typed; this only shows it, and what it said."""

    use_required_attribute = False

    def __init__(self, section: sections.Section, typed: Mapping[str, Any] | None, *, judged: bool) -> None:
        super().__init__(data=typed or None)
        self.section, self.judged = section, judged
        for each in section.fields:
            self.fields[each.name] = _form_field(each)

    def full_clean(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}
        if self.is_bound and self.judged:
            for name, message in sections.clean(self.section, dict(self.data)).errors.items():
                self._errors[name] = self.error_class([message], renderer=self.renderer)

    def groups(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The lines, four fields each, for the section that has them; (0, all fields) for the others."""
        if self.section is not sections.LINES_SECTION:
            return [(0, list(self))]
        size = len(self.section.fields) // sections.LINES
        fields = list(self)
        return [(at + 1, fields[at * size : (at + 1) * size]) for at in range(sections.LINES)]


def _form_field(each: sections.Field) -> forms.Field:
    if each.many:
        return forms.MultipleChoiceField(
            label=each.label,
            choices=each.choices,
            required=each.required,
            help_text=each.help,
            widget=forms.CheckboxSelectMultiple,
        )
    if each.choices:
        few = len(each.choices) <= _FEW
        choices = each.choices if few else (("", "—"), *each.choices)
        return forms.ChoiceField(
            label=each.label,
            choices=choices,
            required=each.required,
            help_text=each.help,
            widget=forms.RadioSelect if few else forms.Select,
        )
    attrs = {"maxlength": sections.LONGEST_TYPED, **each.attrs}
    widget: forms.Widget = forms.Textarea(attrs={**attrs, "rows": each.lines}) if each.lines else forms.TextInput(attrs)
    return forms.CharField(label=each.label, required=each.required, help_text=each.help, widget=widget)
