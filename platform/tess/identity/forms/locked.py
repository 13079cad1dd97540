from __future__ import annotations

from django.forms import CharField, Form, PasswordInput
from django.utils.translation import gettext_lazy as _


class UnlockForm(Form):
    """The password of who locked the workstation."""

    password = CharField(
        label=_("Your password"),
        strip=False,
        max_length=500,
        widget=PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
