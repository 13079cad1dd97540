from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django.utils.translation import gettext_lazy as _

from tess.identity.forms.fields import CodeField, EmailField, PasswordField
from tess.identity.forms.letters import counted


class SignInForm(allauth_forms.LoginForm):
    """E-mail and password; the same answer whether the address or the password is wrong."""

    password = PasswordField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = EmailField()
        self.fields["login"].widget.attrs["autofocus"] = True
        self.order_fields(["login", "password"])

    @property
    def is_exhausted(self) -> bool:
        """Whether passwords are not looked at here for now: other ways in are shown first."""
        return bool(self.has_error("__all__", "no_more_passwords"))


class RequestCodeForm(allauth_forms.RequestLoginCodeForm):
    """The address to which a code to sign in is sent, if it is somebody's."""

    email = EmailField(help_text=_("The address of your account. The code arrives within a minute."))

    def clean_email(self) -> str:
        """Counted as a letter before anything is looked up."""
        self.cleaned_data["email"] = counted(self.cleaned_data["email"])
        return str(super().clean_email())


class ConfirmCodeForm(allauth_forms.ConfirmLoginCodeForm):
    """The code of the letter."""

    code = CodeField(label=_("Code in the letter"), help_text=_("Eight letters in two groups."))
