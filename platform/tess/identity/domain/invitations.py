"""Inviting somebody, and what becomes of it. As the application; every verb in one transaction with its audit row.

The link goes to one address and opens for whoever can read that address's mail: a code is sent there when the link is
opened, so a forwarded link is of no use. See docs/adr/0055.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tess.identity import rules
from tess.identity.domain import tokens, trail
from tess.identity.domain.accounts import LONGEST_NAME, is_address
from tess.identity.domain.memberships import grant
from tess.identity.domain.people_files import LineError
from tess.identity.models import Invitation, InvitationState, Membership
from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role
from tess.kernel import mail
from tess.kernel.errors import DomainError, NotFound, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from tenants.organisations.models import Organisation
    from tess.identity.domain.people_files import PersonRow
    from tess.identity.models import User
    from tess.kernel.actor import Actor

DAYS = 14
CODE_MINUTES = 15
CODE_PAUSE = 60  # seconds between two codes
CODES_A_LINK = 10
TRIES_A_CODE = 5


class AlreadyMember(DomainError):
    """The address belongs to somebody who is in already, and the invitation would add nothing, or not where they are."""


class Unusable(DomainError):
    """The invitation opens nothing (any more).

    `why` is "unknown", "accepted", "revoked", "expired", "replaced", or "member" of more than it is for.
    """

    def __init__(self, why: str, invitation: Invitation | None = None) -> None:
        super().__init__(_sentence(why))
        self.why, self.invitation = why, invitation


def _sentence(why: str) -> str:
    """Why the link opens nothing, as one reads it."""
    return {
        "unknown": _("This link leads to no invitation. Perhaps it was cut when it was copied."),
        "accepted": _("This invitation has been used already."),
        "revoked": _("This invitation was withdrawn."),
        "expired": _("This invitation is more than two weeks old."),
        "member": _(
            "You are a member here already, of more than this invitation is for: your access is to be changed."
        ),
        "replaced": _("A newer invitation was sent to the same address: use the link of the latest message."),
    }[why]


@transaction.atomic
def invite(
    email: str,
    name: str,
    organisation: Organisation | None,
    roles: Iterable[str],
    *,
    actor: Actor,
    sites: Iterable[int] = (),
) -> Invitation:
    """Invite an address to be `roles` in `organisation` (None: in the collective). Inviting again renews the link.

    `sites` limits the person to telephony sites there. Somebody who is in may be invited to more roles. Raises DomainError
    (an address or roles that are none), Refused (roles or sites that aren't the actor's to give, or to themselves),
    AlreadyMember.
    """
    email, wanted, limited = email.strip().lower(), sorted(set(roles)), sorted(set(sites))
    where = organisation.pk if organisation else None
    _check(email, name, wanted, limited, organisation)
    _check_givable(actor, where, wanted, limited)
    _check_adds(actor, organisation, email, wanted, limited)
    pending = Invitation.objects.select_for_update().filter(
        organisation=organisation, email=email, state=InvitationState.PENDING
    )
    found = pending.first()
    if found:
        _check_givable(actor, where, found.roles, found.sites)  # nobody rewrites what they couldn't have written
    invitation = found or Invitation(email=email, organisation=organisation, serial=0)
    invitation.name, invitation.roles, invitation.sites = name.strip(), wanted, limited
    invitation.invited_by_id = actor.user_id
    _send(invitation, actor, "renewed" if found else "invited")
    return invitation


@transaction.atomic
def renew(invitation_id: UUID, organisation: Organisation | None, *, actor: Actor) -> Invitation:
    """Send a new link, good for two weeks; the one before opens nothing. Raises NotFound, Refused."""
    invitation = _pending(invitation_id, organisation, actor)
    _send(invitation, actor, "renewed")
    return invitation


@transaction.atomic
def revoke(invitation_id: UUID, organisation: Organisation | None, *, actor: Actor) -> Invitation:
    """Take the invitation back: its links open nothing. Raises NotFound, Refused."""
    invitation = _pending(invitation_id, organisation, actor)
    invitation.state, invitation.revoked_at = InvitationState.REVOKED, timezone.now()
    invitation.save(update_fields=["state", "revoked_at"])
    trail.record(actor, "identity.invitation.revoked", invitation, invitation.organisation_id, fields=invitation.roles)
    return invitation


def opened(token: str) -> Invitation:
    """The invitation a link opens now. Raises Unusable, which says why not."""
    claimed = tokens.read(token)
    found = (
        claimed
        and (
            Invitation.objects.select_related("organisation", "invited_by").filter(
                pk=claimed[0], serial__gte=claimed[1]
            )
        ).first()
    )
    if not claimed or not found or not tokens.is_ours(token, *claimed):
        raise Unusable("unknown")
    if found.state != InvitationState.PENDING:
        raise Unusable(found.state, found)
    if tokens.hash_of(token) != found.token_hash:
        raise Unusable("replaced", found)
    if found.has_expired:
        raise Unusable("expired", found)
    return found


def hold(invitation_id: UUID) -> Invitation:
    """The invitation, for this transaction alone: whatever is sent twice at once waits here. Raises Unusable."""
    found = Invitation.objects.select_for_update().get(pk=invitation_id)
    if not found.is_pending:
        raise Unusable(found.state, found)
    if found.has_expired:
        raise Unusable("expired", found)
    return found


@transaction.atomic
def send_code(invitation_id: UUID) -> bool:
    """Send six digits to the invited address; False when some went less than a minute ago, which still count.

    Raises Refused when this link had all the codes it gets, Unusable.
    """
    invitation = hold(invitation_id)
    now = timezone.now()
    if invitation.code_sent_at and now - invitation.code_sent_at < timedelta(seconds=CODE_PAUSE):
        return False
    if invitation.code_serial >= invitation.serial * CODES_A_LINK:
        raise Refused(_("Too many codes were asked for with this link. Ask for a new invitation."))
    invitation.code_serial += 1
    invitation.code_sent_at, invitation.code_tries = now, 0
    invitation.save(update_fields=["code_serial", "code_sent_at", "code_tries"])
    mail.post("identity.invitation_code", {"invitation": str(invitation.pk), "serial": invitation.code_serial})
    return True


def prove(invitation_id: UUID, typed: str) -> None:
    """Accept that whoever typed this code reads the invited address. Raises DomainError; a wrong answer is counted."""
    with transaction.atomic():  # ended before the refusal, which would undo the count
        invitation = hold(invitation_id)
        since = invitation.code_sent_at
        late = since is None or timezone.now() - since > timedelta(minutes=CODE_MINUTES)
        worn = invitation.code_tries >= TRIES_A_CODE
        right = not late and not worn and tokens.is_code(invitation, typed)
        if right:
            invitation.code_sent_at = None  # one code, one proof
        elif not late and not worn:
            invitation.code_tries += 1
        invitation.save(update_fields=["code_sent_at", "code_tries"])
    if late or worn:
        raise DomainError(_("This code is no longer valid. Ask for another one."), field="code")
    if not right:
        raise DomainError(_("This is not the code that was sent. Look at the latest message."), field="code")


@transaction.atomic
def accept(invitation_id: UUID, user: User, *, actor: Actor) -> Membership:
    """Let `user`, who reads the invited address, in with the roles of the invitation. Raises Unusable, Refused.

    Who is in already keeps their roles, and their sites unless they are to direct the whole.
    """
    invitation = hold(invitation_id)
    if user.email != invitation.email:
        raise Refused(_("This invitation is for another address."))
    where = invitation.organisation
    standing = Membership.objects.filter(user=user, organisation=where, active=True, until=None).first()
    if standing and invitation.sites and not (standing.sites and set(standing.sites) <= set(invitation.sites)):
        raise Unusable("member", invitation)  # one reach for all roles: these would be held beyond the sites given
    roles = {*invitation.roles, *(standing.roles if standing else ())}
    whole = _directs_the_whole(invitation.roles, invitation.sites)
    membership = grant(
        user, where, roles, actor=actor, sites=standing.sites if standing and not whole else invitation.sites
    )
    invitation.state, invitation.accepted_at = InvitationState.ACCEPTED, timezone.now()
    invitation.accepted_by = user
    invitation.save(update_fields=["state", "accepted_at", "accepted_by"])
    trail.record(actor, "identity.invitation.accepted", invitation, invitation.organisation_id)
    return membership


def _pending(invitation_id: UUID, organisation: Organisation | None, actor: Actor) -> Invitation:
    """The invitation, locked, that the actor could have written. Raises NotFound, Refused."""
    found = Invitation.objects.select_for_update(of=("self",)).filter(
        pk=invitation_id, organisation=organisation, state=InvitationState.PENDING
    )
    invitation = found.first()
    if invitation is None:
        raise NotFound(_("There is no such invitation."))
    _check_givable(actor, invitation.organisation_id, invitation.roles, invitation.sites)
    return invitation


def _send(invitation: Invitation, actor: Actor, what: str) -> None:
    """Make a new link, post its letter, write the trail: the link before opens nothing."""
    invitation.serial += 1
    invitation.token_hash = tokens.hash_of(tokens.token_of(invitation))
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + timedelta(days=DAYS)
    invitation.code_serial, invitation.code_sent_at = (invitation.serial - 1) * CODES_A_LINK, None
    invitation.save()
    mail.post("identity.invitation", {"invitation": str(invitation.pk), "serial": invitation.serial})
    action = f"identity.invitation.{what}"
    trail.record(actor, action, invitation, invitation.organisation_id, fields=invitation.roles)


def _check(email: str, name: str, roles: list[str], sites: list[int], organisation: Organisation | None) -> None:
    """Raises DomainError: an address, a name, roles or sites that are none."""
    if not is_address(email):
        raise DomainError(_("This is not an e-mail address."), field="email")
    if len(name.strip()) > LONGEST_NAME:
        raise DomainError(_("This name is too long."), field="name")
    kind = ORGANISATION_ROLES if organisation else COLLECTIVE_ROLES
    if not roles or not kind.issuperset(roles):
        raise DomainError(_("Choose at least one role that exists there."), field="roles")
    if sites and organisation is None:
        raise DomainError(_("The collective has no sites."), field="sites")


def _check_adds(
    actor: Actor, organisation: Organisation | None, email: str, roles: list[str], sites: list[int]
) -> None:
    """Raises AlreadyMember: somebody who is in, for nothing more or for other sites; Refused: the actor themselves."""
    standing = Membership.objects.filter(organisation=organisation, user__email=email, active=True, until=None).first()
    if standing is None:
        return
    whole = _directs_the_whole(roles, sites)
    if set(standing.roles).issuperset(roles) and not (whole and standing.sites):
        raise AlreadyMember(_("%(email)s is a member already.") % {"email": email}, field="email")
    if standing.user_id == actor.user_id:
        raise Refused(_("Your own access is for somebody else to change."), field="email")
    if sorted(standing.sites) != sites and not whole:  # one reach for all their roles
        raise AlreadyMember(
            _("%(email)s is a member already, of other sites: change their access instead.") % {"email": email},
            field="email",
        )


def _directs_the_whole(roles: Iterable[str], sites: Iterable[int]) -> bool:
    return Role.DIRECTOR in roles and not sites


def _check_givable(actor: Actor, organisation_id: UUID | None, roles: Iterable[str], sites: Iterable[int]) -> None:
    """Raises Refused: roles or sites that aren't the actor's to give."""
    if not rules.may_give(actor, organisation_id, roles):
        raise Refused(_("One of these roles is not yours to give."), field="roles")
    if not rules.may_reach_sites(actor, sites):
        raise Refused(_("You may only let people into your own sites."), field="sites")


@dataclass(frozen=True, slots=True)
class ManyInvited:
    """What became of a list: the invitations sent, and what was wrong with the other lines."""

    sent: list[Invitation] = field(default_factory=list)
    errors: list[LineError] = field(default_factory=list)


def examine(rows: Iterable[PersonRow], organisation: Organisation | None) -> list[LineError]:
    """The lines of a list that need no invitation: members already, or invited and not yet expired."""
    listed = list(rows)
    emails = [row.email for row in listed]
    members = set(
        Membership.objects.filter(
            organisation=organisation, active=True, until=None, user__email__in=emails
        ).values_list("user__email", flat=True)
    )
    invited = set(
        Invitation.objects.filter(
            organisation=organisation, state=InvitationState.PENDING, expires_at__gt=timezone.now(), email__in=emails
        ).values_list("email", flat=True)
    )
    found = []
    for row in listed:
        if row.email in members:
            found.append(LineError(row.line, _("%(email)s is a member already.") % {"email": row.email}))
        elif row.email in invited:
            found.append(LineError(row.line, _("%(email)s has an invitation already.") % {"email": row.email}))
    return found


def invite_many(rows: Iterable[PersonRow], organisation: Organisation | None, *, actor: Actor) -> ManyInvited:
    """Invite everybody of a list; each line stands or falls by itself. Pass what `people_files.read` gives."""
    listed = list(rows)
    found = ManyInvited(errors=examine(listed, organisation))
    known = {error.line for error in found.errors}
    for row in listed:
        if row.line in known:
            continue
        try:
            found.sent.append(invite(row.email, row.name, organisation, row.roles, actor=actor, sites=row.sites))
        except DomainError as refusal:
            found.errors.append(LineError(row.line, str(refusal)))
    found.errors.sort(key=lambda error: error.line)
    return found
