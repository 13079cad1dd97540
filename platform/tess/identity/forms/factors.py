from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from fido2.utils import websafe_decode

from tess.identity.adapters import words
from tess.identity.domain.factors import step_of, take_code
from tess.identity.domain.guesses import CODE, guess
from tess.identity.forms.fields import CodeField
from tess.identity.source import source_of


class _TakesCode:
    """A code of the application, or a recovery code: counted, and good once."""

    user: Any
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        """Counted before it is looked at; right, it counts for nothing and is used up."""
        tried = guess(CODE, self.user.email, source_of(context.request, self.user.email))
        if not tried.allowed:
            raise ValidationError(words.no_more_codes(tried.until), code="no_more_codes")
        code = str(self.cleaned_data["code"])
        found = take_code(self.user, code)
        if found is None:
            raise get_adapter().validation_error("incorrect_code")
        tried.was_right()
        found.user = self.user
        self.authenticator = found
        return code


class CodeForm(_TakesCode, base_forms.AuthenticateForm):
    """The second factor, to finish signing in."""

    code = CodeField(
        label=_("Code of your application"), help_text=_("Six digits. One of your recovery codes does as well.")
    )


class CodeAgainForm(_TakesCode, base_forms.ReauthenticateForm):
    """The second factor once more, before something that matters."""

    code = CodeField(
        label=_("Code of your application"), help_text=_("Six digits. One of your recovery codes does as well.")
    )


class ActivateApplicationForm(totp_forms.ActivateTOTPForm):
    """The first code of an application, which proves that it holds the secret. Meanwhile the secret is kept sealed."""

    code = CodeField(label=_("Code shown by the application"), numeric=True, help_text=_("Six digits."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user")
        forms.Form.__init__(self, *args, **kwargs)
        session = context.request.session
        if SECRET_SESSION_KEY not in session:
            session[SECRET_SESSION_KEY] = encrypt(generate_totp_secret())
        self.secret = decrypt(session[SECRET_SESSION_KEY])

    def clean_code(self) -> str:
        """Counted as any code; the half-minute it belongs to is kept, so that it is used up."""
        tried = guess(CODE, self.user.email, source_of(context.request, self.user.email))
        if not tried.allowed:
            raise ValidationError(words.no_more_codes(tried.until), code="no_more_codes")
        self.step = step_of(self.secret, str(self.cleaned_data["code"]))
        if self.step is None:
            raise get_adapter().validation_error("incorrect_code")
        tried.was_right()
        return str(self.cleaned_data["code"])


def _check_origin(credential: Any) -> None:
    """The browser says on which page it was asked: only our own, to the letter, scheme and port too."""
    try:
        told = json.loads(websafe_decode(credential["response"]["clientDataJSON"]))["origin"]
    except (KeyError, TypeError, ValueError):
        raise get_adapter().validation_error("incorrect_code") from None
    if not isinstance(told, str) or urlsplit(context.request.build_absolute_uri("/"))[:2] != urlsplit(told)[:2]:
        raise get_adapter().validation_error("incorrect_code")


class _AsksPasskey:
    """What the browser answers to a request for a passkey."""

    cleaned_data: dict[str, Any]

    def clean_credential(self) -> Any:
        """Made on a page of ours, and good; whatever is wrong with it, one sentence."""
        _check_origin(self.cleaned_data["credential"])
        try:
            return super().clean_credential()
        except (AttributeError, KeyError, TypeError, ValueError, ValidationError):  # a form made by hand
            raise get_adapter().validation_error("incorrect_code") from None


class PasskeySignInForm(_AsksPasskey, webauthn_forms.LoginWebAuthnForm):
    """A passkey alone: it is both factors, for it asks for a finger, a face or a PIN."""


class PasskeyForm(_AsksPasskey, webauthn_forms.AuthenticateWebAuthnForm):
    """A passkey as the second factor."""


class PasskeyAgainForm(_AsksPasskey, webauthn_forms.ReauthenticateWebAuthnForm):
    """A passkey once more, before something that matters."""


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    """A passkey's name, and what the browser answers when it makes one. Every passkey may sign in by itself."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        max_length=60,
        required=False,
        help_text=_("So that you recognise it: “My telephone”, “The key on my key ring”."),
    )
    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Made on a page of ours; it may sign in by itself."""
        credential = self.cleaned_data.get("credential")
        if credential:
            _check_origin(credential)
            self.cleaned_data["passwordless"] = True
        try:
            return dict(super().clean())
        except (AttributeError, KeyError, TypeError, ValueError):  # a form made by hand
            raise get_adapter().validation_error("incorrect_code") from None


class RenamePasskeyForm(webauthn_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name of this passkey"), max_length=60)
