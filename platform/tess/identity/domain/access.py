"""Changing what somebody may do in an organisation (or in the collective), by those who answer for it. As the application.

Nobody changes their own access; nobody gives or takes a role that isn't theirs to give; somebody is always left who
answers for the whole. See docs/adr/0056.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from tess.identity import rules
from tess.identity.domain import memberships, trail
from tess.identity.models import Membership
from tess.identity.roles import Role
from tess.kernel.errors import DomainError, NotFound, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tenants.organisations.models import Organisation
    from tess.kernel.actor import Actor


@transaction.atomic
def change(
    membership_id: int,
    organisation: Organisation | None,
    roles: Iterable[str],
    *,
    actor: Actor,
    sites: Iterable[int] = (),
) -> Membership:
    """Give somebody who is in exactly these roles and sites. Raises NotFound, Refused, DomainError."""
    found = _standing(membership_id, organisation, actor, active=True)
    wanted, limited = set(roles), sorted(set(sites))
    if set(found.roles) == wanted and sorted(found.sites) == limited:
        return found
    touched = wanted ^ set(found.roles)
    if limited != sorted(found.sites):
        touched |= wanted
    _check(actor, found, touched, limited)
    if Role.DIRECTOR not in wanted or limited:
        _keep_one(found, Role.DIRECTOR)
    if Role.COORDINATOR not in wanted:
        _keep_one(found, Role.COORDINATOR)
    return memberships.grant(found.user, organisation, wanted, actor=actor, sites=limited)


@transaction.atomic
def withdraw(membership_id: int, organisation: Organisation | None, *, actor: Actor) -> Membership:
    """Close somebody's access; it can be put back. Raises NotFound, Refused, DomainError for the last who answers."""
    found = _standing(membership_id, organisation, actor, active=True)
    _check(actor, found, set(found.roles), found.sites)
    for role in (Role.DIRECTOR, Role.COORDINATOR):
        _keep_one(found, role)
    memberships.withdraw(found, actor=actor)
    return found


@transaction.atomic
def put_back(membership_id: int, organisation: Organisation | None, *, actor: Actor) -> Membership:
    """Let somebody whose access was withdrawn in again, as they were. Raises NotFound, Refused."""
    found = _standing(membership_id, organisation, actor, active=False)
    _check(actor, found, set(found.roles), found.sites)
    found.active = True
    found.save(update_fields=["active"])
    trail.record(actor, "identity.membership.put_back", found, found.organisation_id, fields=found.roles)
    if organisation is None:
        memberships.tell_collective_roles(found.user)
    return found


def may_touch(actor: Actor, membership: Membership) -> bool:
    """Whether the actor could change anything of this access: for what a page offers."""
    return membership.user_id != actor.user_id and bool(rules.givable(actor, membership.organisation_id))


def _standing(membership_id: int, organisation: Organisation | None, actor: Actor, *, active: bool) -> Membership:
    """Raises NotFound: missing, another organisation's, an operator's, or outside the actor's sites."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "organisation")
    found = rows.filter(pk=membership_id, organisation=organisation, active=active, until=None).first()
    if found is None or (actor.sites and actor.sites.isdisjoint(found.sites)):
        raise NotFound(_("There is nobody here by that name."))
    return found


def _check(actor: Actor, found: Membership, touched: set[str], sites: Iterable[int]) -> None:
    """Raises Refused: one's own access, a role or a site that isn't the actor's to give or to take."""
    if not actor.is_system and found.user_id == actor.user_id:
        raise Refused(_("Your own access is for somebody else to change."))
    if not rules.may_give(actor, found.organisation_id, touched):
        raise Refused(_("One of these roles is not yours to give or to take."))
    if not (rules.may_reach_sites(actor, sites) and rules.may_reach_sites(actor, found.sites)):
        raise Refused(_("You may only change who enters your own sites."))


def _keep_one(found: Membership, role: str) -> None:
    """Somebody else answers for the whole. The rows are locked: two withdrawn at once would leave nobody."""
    if role not in found.roles or found.sites:
        return
    others = Membership.current().filter(
        organisation=found.organisation, roles__contains=[role], sites=[], until=None, user__is_active=True
    )
    if not [each for each in others.select_for_update(of=("self",)).order_by("pk") if each.pk != found.pk]:
        raise DomainError(
            _("This is the last person of the direction: let somebody else in as direction first.")
            if role == Role.DIRECTOR
            else _("This is the last person of the coordination: let somebody else in as coordination first."),
            field="roles",
        )
