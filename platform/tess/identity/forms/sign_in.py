from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm
from django.forms import EmailField, EmailInput
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """E-mail and password; the same answer whether the address or the password is wrong."""

    username = EmailField(
        label=_("E-mail address"), widget=EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )

    error_messages = {
        "invalid_login": _("This address and this password do not go together. Check them and try again."),
        "inactive": _("This account is closed."),
    }
