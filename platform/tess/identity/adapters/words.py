"""What django-allauth has to say, in our words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tess.kernel.mail import Letter

if TYPE_CHECKING:
    from datetime import datetime

_HOUR, _TWO_DAYS = 60, 48  # in minutes, in hours

ERRORS = {
    "account_inactive": _("This account is closed."),
    "duplicate_email": _("This is already your address."),
    "email_password_mismatch": _("This address and this password do not go together. Check them and try again."),
    "email_taken": _("Another account has this address already."),
    "enter_current_password": _("This isn't your current password."),
    "incorrect_code": _("This code isn't the right one. Look at the latest letter again."),
    "incorrect_password": _("This isn't your password."),
    "invalid_password_reset": _("This link was used already, or is too old."),
    "too_many_login_attempts": _("Too many tries with this code. Ask for a new one."),
    "rate_limited": _("That is a lot of requests in a short time. Wait a little."),
}

NOTES = {
    "account/messages/password_changed.txt": _("Your new password is in place. You are signed out everywhere else."),
    "account/messages/email_confirmed.txt": _("%(email)s is your address from now on."),
    "account/messages/email_confirmation_failed.txt": _("Another account has the address %(email)s already."),
    "mfa/messages/totp_activated.txt": _("Your application is set up."),
    "mfa/messages/totp_deactivated.txt": _("This application isn't asked for any more."),
    "mfa/messages/webauthn_added.txt": _("Your passkey is set up."),
    "mfa/messages/webauthn_removed.txt": _("This passkey doesn't open your account any more."),
}

WAYS = {
    "reauthenticate": _("With my password"),
    "mfa_reauthenticate": _("With a code of my application, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("With my passkey"),
}

FACTOR_ACTS = {
    "totp_activated": _("an application that gives codes was added"),
    "totp_deactivated": _("the application that gives codes was removed"),
    "webauthn_added": _("a passkey was added"),
    "webauthn_removed": _("a passkey was removed"),
    "recovery_codes_generated": _("new recovery codes were made"),
    "all_forgotten": _("every second factor was taken away, at your request"),
}


def wait_until(until: datetime | None) -> str:
    """How long that is from now, as one says it."""
    minutes = max(1, round((until - timezone.now()).total_seconds() / 60)) if until else _HOUR
    if minutes < _HOUR:
        return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
    hours = round(minutes / _HOUR)
    if hours < _TWO_DAYS:
        return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}
    days = round(hours / 24)
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}


def no_more_passwords(until: datetime | None) -> str:
    """The password of somebody whose browser isn't known is not looked at now."""
    return gettext(
        "There were too many tries from browsers this account doesn't know: a password isn't accepted from here for "
        "%(wait)s. You can come in at once with a code by e-mail or a passkey."
    ) % {"wait": wait_until(until)}


def no_more_codes(until: datetime | None) -> str:
    """A code is not looked at now."""
    return gettext(
        "There were too many wrong codes: none is accepted here for %(wait)s. A passkey still opens your account."
    ) % {"wait": wait_until(until)}


def no_more_letters(until: datetime | None) -> str:
    """No further letter is sent now."""
    return gettext(
        "Several letters were asked for already. Look among your unwanted mail, or ask again in %(wait)s."
    ) % {"wait": wait_until(until)}


def address_changed_letter(*, to: str, new: str) -> Letter:
    """To the address that was the account's until now."""
    return Letter(
        to=to,
        subject=gettext("The address of your account has changed"),
        template="identity/mails/address_changed",
        context={"new": new},
    )
