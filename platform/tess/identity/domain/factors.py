"""Second factors: codes of an application, recovery codes; which ones somebody may take away."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings
from django.db import transaction

from tess.identity.models import Membership
from tess.identity.roles import SECOND_FACTOR_ROLES
from tess.kernel import audit, mail

if TYPE_CHECKING:
    from tess.identity.models import User
    from tess.kernel.actor import Actor

PRIMARY = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_LAST = "last_step"  # in a TOTP authenticator: the step of the last code taken; an older one or the same is refused


def needs_second_factor(user: User) -> bool:
    """Whether somewhere they are somebody who may act only with a second factor. As the application."""
    roles = Membership.current().filter(user=user).values_list("roles", flat=True)
    return any(not SECOND_FACTOR_ROLES.isdisjoint(found) for found in roles)


def may_take_away(authenticator: Authenticator) -> bool:
    """The last factor of somebody whose roles want one stays: another is added first. As the application."""
    others = Authenticator.objects.filter(user=authenticator.user, type__in=PRIMARY).exclude(pk=authenticator.pk)
    return others.exists() or not needs_second_factor(authenticator.user)


@transaction.atomic
def forget_factors(user: User, *, actor: Actor) -> int:
    """Take away every factor of somebody who lost them all; returns how many. They are signed out everywhere.

    Whoever decides has made sure who asks: from then on the password alone leads to setting up others. They are told by
    letter. As the application.
    """
    forgotten, _by_model = Authenticator.objects.filter(user=user).delete()
    user.sessions.all().delete()
    audit.record(actor, "identity.factor.all_forgotten", user)
    mail.post("identity.factor_changed", {"user": str(user.pk), "what": "all_forgotten"})
    return int(forgotten)


@transaction.atomic
def take_code(user: User, code: str) -> Authenticator | None:
    """The authenticator whose code this is, now used up; None when it is nobody's, late, or was taken before.

    A code of an application is good for its own half-minute, the one before and the one after, and once.
    """
    found = Authenticator.objects.select_for_update().filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN)
    for authenticator in found.order_by("-type"):  # the application's first
        taken = _take_totp if authenticator.type == Authenticator.Type.TOTP else _take_recovery_code
        if taken(authenticator, code):
            return authenticator
    return None


def step_of(secret: str, code: str) -> int | None:
    """The half-minute `code` belongs to, among the three that are good now; None when it is of none."""
    now = int(time.time()) // app_settings.TOTP_PERIOD
    for step in range(now - app_settings.TOTP_TOLERANCE, now + app_settings.TOTP_TOLERANCE + 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


def code_now(secret: str) -> str:
    """What an application that holds `secret` shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD)))


def shown_code(user: User) -> str:
    """The code the demonstration says to type; empty without an application, and wherever people are served."""
    if not settings.SHOW_CODES:
        return ""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return code_now(decrypt(found.data["secret"])) if found else ""


def totp_data(secret: str, *, taken: int = 0) -> dict[str, object]:
    """What is kept of an application: its secret, sealed, and the step of the last code taken."""
    return {"secret": encrypt(secret), _LAST: taken}


def _take_totp(authenticator: Authenticator, code: str) -> bool:
    """Whether this is a code of the application's, newer than the last one taken."""
    step = step_of(decrypt(authenticator.data["secret"]), code)
    if step is None or (step <= authenticator.data.get(_LAST, 0) and not settings.SHOW_CODES):
        return False
    authenticator.data[_LAST] = step
    authenticator.save(update_fields=["data"])
    return True


def _take_recovery_code(authenticator: Authenticator, code: str) -> bool:
    """Whether this is a recovery code nobody used yet."""
    return bool(authenticator.wrap().validate_code(code))
