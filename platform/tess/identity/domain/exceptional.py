"""An operator of the platform is let into one organisation: for a reason, for an hour at most, and its direction knows.

As the application; each verb in one transaction with its audit row. See docs/adr/0058.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tess.identity import rules
from tess.identity.domain import trail
from tess.identity.models import ExceptionalAccess, Membership
from tess.identity.models.exceptional import LONGEST, SHORTEST_REASON
from tess.identity.roles import Role
from tess.kernel import audit, mail
from tess.kernel.actor import Actor
from tess.kernel.errors import DomainError, NotFound, Refused

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from tenants.organisations.models import Organisation
    from tess.identity.models import User

ROLES = [Role.MANAGER.value]  # no note is read with it


@transaction.atomic
def name_operator(user: User, *, is_operator: bool, actor: Actor) -> None:
    """Make somebody an operator of the platform, or no longer: an operator's command does, no page."""
    if user.is_operator == is_operator:
        return
    user.is_operator = is_operator
    user.save(update_fields=["is_operator"])
    audit.record(actor, "identity.operator.named" if is_operator else "identity.operator.removed", user)
    for access in _open().filter(user=user) if not is_operator else ():
        _end(access, actor)


@transaction.atomic
def open_access(
    user: User, organisation: Organisation, reason: str, *, minutes: int, actor: Actor
) -> ExceptionalAccess:
    """Let `user` in as a manager, and tell the direction at once.

    Raises Refused when they are no operator, DomainError: no reason, too long, a member already, in already, not served.
    """
    if not user.is_operator:
        raise Refused(_("Only an operator of the platform opens an exceptional access."))
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise DomainError(_("Say why, in a sentence the direction will understand."), field="reason")
    if not 0 < minutes <= LONGEST.total_seconds() / 60:
        raise DomainError(_("An hour at most."), field="minutes")
    if not organisation.is_served or organisation.is_practice:  # a sandbox lets in its organisation's people alone
        raise DomainError(_("This space is closed for now"), field="organisation")
    standing = Membership.objects.select_for_update().filter(user=user, organisation=organisation).first()
    if standing and standing.active and standing.until is None:
        raise DomainError(_("You are a member of this organisation: enter as such."), field="organisation")
    if _open().filter(user=user, organisation=organisation).exists():
        raise DomainError(_("You have an exceptional access to this organisation already."), field="organisation")
    now = timezone.now()
    access = ExceptionalAccess.objects.create(
        organisation=organisation,
        user=user,
        operator=user.name,
        reason=reason,
        opened_at=now,
        until=now + timedelta(minutes=minutes),
    )
    Membership.objects.update_or_create(
        user=user,
        organisation=organisation,
        defaults={"roles": ROLES, "sites": [], "active": True, "until": access.until, "reason": reason},
    )
    trail.record(actor, "identity.exceptional.opened", access, organisation.pk)
    for reader in _told(organisation):
        mail.post("identity.exceptional", {"access": str(access.pk), "reader": str(reader)})
    return access


@transaction.atomic
def end_own(access_id: UUID, user: User, *, actor: Actor) -> ExceptionalAccess:
    """The operator has done. Raises NotFound for anybody else's, or one that is over."""
    return _end(_found(_open().filter(pk=access_id, user=user)), actor)


@transaction.atomic
def end_in(access_id: UUID, organisation: Organisation, *, actor: Actor) -> ExceptionalAccess:
    """The direction sends the operator away. Raises Refused, NotFound."""
    if not rules.may_end_exceptional(actor) or actor.organisation_id != organisation.pk:
        raise Refused(_("Only the direction ends an exceptional access."))
    return _end(_found(_open().filter(pk=access_id, organisation=organisation)), actor)


def end_late() -> int:
    """Close what is past its hour: nobody enters by it any more, the sessions and the audit trail say so too."""
    late = ExceptionalAccess.objects.filter(ended_at=None, until__lte=timezone.now()).values_list("pk", flat=True)
    ended = 0
    for pk in list(late):
        with transaction.atomic():
            found = ExceptionalAccess.objects.select_for_update().filter(pk=pk, ended_at=None).first()
            if found:
                _end(found, Actor.system("exceptional access"))
                ended += 1
    return ended


def own_open(user: User) -> QuerySet[ExceptionalAccess]:
    """Where the operator may enter now."""
    return _open().filter(user=user).select_related("organisation").order_by("opened_at")


def own_ended(user: User) -> QuerySet[ExceptionalAccess]:
    """Where the operator entered before, the latest first."""
    ended = ExceptionalAccess.objects.filter(user=user).exclude(pk__in=_open().values("pk"))
    return ended.select_related("organisation").order_by("-opened_at")


def _open() -> QuerySet[ExceptionalAccess]:
    """Those that let somebody in now."""
    return ExceptionalAccess.objects.filter(ended_at=None, until__gt=timezone.now())


def _found(rows: QuerySet[ExceptionalAccess]) -> ExceptionalAccess:
    """The one there is, locked. Raises NotFound."""
    found = rows.select_for_update(of=("self",)).first()
    if found is None:
        raise NotFound(_("There is no such access, or it is over."))
    return found


def _end(access: ExceptionalAccess, actor: Actor) -> ExceptionalAccess:
    """Close it: the membership, the sessions there, and say so in the trail."""
    access.ended_at = min(timezone.now(), access.until)
    access.ended_by_id = actor.user_id
    access.save(update_fields=["ended_at", "ended_by"])
    if access.user is not None:
        standing = access.user.memberships.filter(organisation=access.organisation, until=access.until)
        standing.update(active=False)
        access.user.sessions.filter(organisation=access.organisation).delete()
    trail.record(actor, "identity.exceptional.ended", access, access.organisation_id)
    return access


def _told(organisation: Organisation) -> list[UUID]:
    """Who reads the letter: the direction; where there is none, those who manage."""
    members = Membership.current().filter(organisation=organisation, until=None, user__is_active=True)
    for role in (Role.DIRECTOR, Role.MANAGER):
        found = list(members.filter(roles__contains=[role]).values_list("user_id", flat=True))
        if found:
            return found
    return []
