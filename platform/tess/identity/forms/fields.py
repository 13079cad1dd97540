"""Fields of the door, with our words: what one is asked, and what a password manager is told."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.utils.translation import gettext_lazy as _

from tess.identity.domain.accounts import LONGEST_EMAIL


class EmailField(forms.EmailField):
    """The address of an account."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("label", _("E-mail address"))
        more.setdefault("max_length", LONGEST_EMAIL)
        more.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "username"}))
        super().__init__(**more)


class PasswordField(forms.CharField):
    """The password one has."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("label", _("Password"))
        more.setdefault("strip", False)
        more.setdefault("widget", forms.PasswordInput(attrs={"autocomplete": "current-password"}))
        super().__init__(**more)


class NewPasswordField(forms.CharField):
    """A password one chooses: checked as the settings say, against the person's own name and address too."""

    user: Any = None

    def __init__(self, **more: Any) -> None:
        more.setdefault("label", _("New password"))
        more.setdefault("strip", False)
        more.setdefault("widget", forms.PasswordInput(attrs={"autocomplete": "new-password"}))
        more.setdefault(
            "help_text", _("Twelve characters or more. Four words that have nothing to do with each other hold well.")
        )
        super().__init__(**more)

    def clean(self, value: str | None) -> str:
        """Raises ValidationError for one that is too easy to guess."""
        cleaned: str = super().clean(value)
        return str(get_adapter().clean_password(cleaned, user=self.user))


class CodeField(forms.CharField):
    """A code that is read somewhere and typed here."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("label", _("Code"))
        more.setdefault("max_length", 30)
        numeric = more.pop("numeric", False)
        attrs = {"autocomplete": "one-time-code", "autofocus": True, "class": "code", "spellcheck": "false"}
        more.setdefault("widget", forms.TextInput(attrs={**attrs, **({"inputmode": "numeric"} if numeric else {})}))
        super().__init__(**more)
