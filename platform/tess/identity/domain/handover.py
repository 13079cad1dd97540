"""The hand-over of a sign-in from the collective's host to an organisation's.

The organisation's host first gives the browser a secret cookie; the collective's host, where the person is signed in,
makes a signed token bound to its hash; the organisation's host takes it once, within 30 seconds, from that browser alone.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from tess.identity.models import HandOver, Membership, Session
from tess.identity.roles import SECOND_FACTOR_ROLES
from tess.kernel.errors import Refused

if TYPE_CHECKING:
    from tenants.organisations.models import Organisation
    from tess.identity.models import User

SECONDS = 30
_SALT = "tess.identity.handover"


def hash_of(browser_secret: str) -> str:
    """What the collective's host may know of the organisation's cookie."""
    return hashlib.sha256(browser_secret.encode()).hexdigest()


class Closed(Refused):
    """A member of an organisation that is not served now."""


class WantsSecondFactor(Refused):
    """What the person is in that organisation wants a second factor, and none was given in this session."""


@transaction.atomic
def issue(user: User, organisation: Organisation, *, session_key: str, browser: str) -> str:
    """A token for `organisation`'s host.

    Raises Refused without an active membership, Closed when it is not served, WantsSecondFactor.
    """
    membership = _membership(user, organisation)
    if membership is None:
        raise Refused(_("You are not a member of this organisation."))
    if not organisation.is_served:
        raise Closed(_("This space is closed for now"))
    if not (SECOND_FACTOR_ROLES.isdisjoint(membership.roles) or _is_strong(session_key)):
        raise WantsSecondFactor(_("Your second factor is asked for first."))
    row = HandOver.objects.create(user=user, organisation=organisation, session_id=session_key, browser=browser)
    return signing.dumps({"id": str(row.pk), "organisation": str(organisation.pk)}, salt=_SALT)


def _membership(user: User, organisation: Organisation) -> Membership | None:
    """What the person is there; in a sandbox, what they are today in the organisation whose it is."""
    if not organisation.is_practice:
        return Membership.current().filter(user=user, organisation=organisation).first()
    real = Membership.current().filter(user=user, organisation=organisation.practice_of_id, until=None).first()
    if real is None:
        Membership.objects.filter(user=user, organisation=organisation).update(active=False)
        return None
    membership, _made = Membership.objects.update_or_create(
        user=user, organisation=organisation, defaults={"roles": real.roles, "active": True}
    )
    return membership


def _is_strong(session_key: str) -> bool:
    """Whether a second factor was given in that session."""
    return Session.objects.filter(pk=session_key, second_factor_at__isnull=False).exists()


@transaction.atomic
def accept(token: str, organisation: Organisation, *, browser_secret: str) -> HandOver:
    """The hand-over behind `token`, now used up. Raises Refused: forged, late, used, another host's, another browser's."""
    refusal = Refused(_("This sign-in link is no longer valid. Start again from the collective's site."))
    try:
        content = signing.loads(token, salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        raise refusal from None
    if not browser_secret or content["organisation"] != str(organisation.pk):
        raise refusal
    taken = HandOver.objects.filter(pk=content["id"], organisation=organisation, used_at=None).update(
        used_at=timezone.now()
    )
    row = HandOver.objects.select_related("user", "session").filter(pk=content["id"]).first() if taken else None
    if row is None or not constant_time_compare(row.browser, hash_of(browser_secret)):
        raise refusal
    return row


def clear_late() -> int:
    """Remove the hand-overs nobody may take any more; returns how many. As the application."""
    cleared, _by_model = HandOver.objects.filter(
        created_at__lt=timezone.now() - timedelta(seconds=2 * SECONDS)
    ).delete()
    return cleared
