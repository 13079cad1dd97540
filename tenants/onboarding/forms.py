"""Bringing a list of people, and sending it once one has seen how it is read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tess.identity.domain import people_files
from tess.identity.domain.people_files import PeopleRead
from tess.identity.roles import ORGANISATION_ROLES, Role
from tess.kernel.errors import DomainError


class ListForm(forms.Form):
    """A file or a pasted list. `read` holds what came of it: the good lines, and what is wrong with the others."""

    file = forms.FileField(
        label=_("A file"),
        required=False,
        help_text=_("CSV or text, 1 MB and 2,000 lines at most."),
        allow_empty_file=True,
    )
    text = forms.CharField(
        label=_("Or a list"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("One person a line: name, e-mail address and, if you like, role."),
    )
    role = forms.ChoiceField(
        label=_("What those without a role will be"),
        choices=[(role.value, role.label) for role in Role if role in ORGANISATION_ROLES and role != Role.DIRECTOR],
        initial=Role.LISTENER.value,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file and file.size > people_files.MOST_BYTES:
            raise ValidationError({"file": _("This file is over 1 MB: cut it in two.")})
        content = file.read() if file else cleaned.get("text", "")
        if not content.strip():
            raise ValidationError(_("Choose a file, or write at least one line."))
        try:
            self.read: PeopleRead = people_files.read(content, default_roles=[cleaned.get("role", Role.LISTENER)])
        except DomainError as error:
            raise ValidationError({"file" if file else "text": error.message}) from error
        return cleaned
