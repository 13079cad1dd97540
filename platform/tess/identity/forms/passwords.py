from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django.utils.translation import gettext_lazy as _

from tess.identity.forms.fields import EmailField, NewPasswordField, PasswordField
from tess.identity.forms.letters import counted


class ForgottenForm(allauth_forms.ResetPasswordForm):
    """Where the link to choose a new password goes, if the address is somebody's."""

    email = EmailField()

    def clean_email(self) -> str:
        """Counted as a letter before anything is looked up."""
        self.cleaned_data["email"] = counted(self.cleaned_data["email"])
        return str(super().clean_email())


class _Once:
    """A new password typed once: the browser shows it on demand, and a forgotten one is mended by e-mail."""

    fields: dict[str, Any]

    def keep_once(self, user: Any) -> None:
        """Ask once, and judge it against the person's own name and address."""
        del self.fields["password2"]
        self.fields["password1"].user = user


class NewPasswordForm(_Once, allauth_forms.ResetPasswordKeyForm):
    """The new password, behind a link that came by e-mail."""

    password1 = NewPasswordField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keep_once(self.user)


class ChangePasswordForm(_Once, allauth_forms.ChangePasswordForm):
    """The current password and the new one."""

    oldpassword = PasswordField(label=_("Current password"))
    password1 = NewPasswordField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keep_once(self.user)

    def clean_oldpassword(self) -> str:
        """Counted like any other try of this password."""
        typed = str(self.cleaned_data["oldpassword"])
        if not allauth_forms.get_adapter().reauthenticate(self.user, typed):
            raise allauth_forms.get_adapter().validation_error("enter_current_password")
        return typed


class SetPasswordForm(_Once, allauth_forms.SetPasswordForm):
    """A first password, for somebody who signs in with a passkey or by e-mail."""

    password1 = NewPasswordField(label=_("Password"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keep_once(self.user)


class AddressForm(allauth_forms.AddEmailForm):
    """The address one wants from now on; a letter there proves it before it counts."""

    email = EmailField(
        label=_("New address"), help_text=_("We send a link there. Until you follow it, the present address stays.")
    )

    def clean_email(self) -> str:
        """Counted as a letter before it is sent."""
        return counted(str(super().clean_email()))


class PasswordAgainForm(allauth_forms.ReauthenticateForm):
    """The password once more, before something that matters."""

    password = PasswordField()
