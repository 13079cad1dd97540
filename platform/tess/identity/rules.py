"""Who may let whom in. Predicates on the actor, and on the roles given or taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from tess.kernel.actor import Actor


def may_see_access(actor: Actor) -> bool:
    """Who is in, who is invited, who gave what: those who answer for the organisation, or for the collective."""
    if actor.organisation_id is None:
        return actor.has(Role.COORDINATOR)
    return actor.has(Role.DIRECTOR, Role.MANAGER)


def may_change_access(actor: Actor) -> bool:
    """Invite, change and withdraw there; never an operator let in for an hour."""
    return may_see_access(actor) and not actor.exceptional


def may_name_direction(actor: Actor) -> bool:
    """Give and take the role of director."""
    return actor.organisation_id is not None and may_change_access(actor) and actor.has(Role.DIRECTOR)


def may_end_exceptional(actor: Actor) -> bool:
    """Send an operator of the platform away before the hour is over."""
    return may_name_direction(actor)


def may_open_exceptional(actor: Actor) -> bool:
    """Enter an organisation for a reason: operators of the platform, named by a command."""
    return actor.organisation_id is None and actor.operator


def may_read_who_may(actor: Actor) -> bool:
    """What each role opens is no secret to who holds one."""
    return actor.user_id is not None and bool(actor.roles)


def givable(actor: Actor, organisation_id: UUID | None) -> frozenset[str]:
    """The roles the actor may give or take in this organisation (None: in the collective); in a sandbox, none."""
    if actor.practice:
        return frozenset()
    if actor.is_system:
        return frozenset(COLLECTIVE_ROLES if organisation_id is None else ORGANISATION_ROLES)
    if actor.organisation_id is None and may_change_access(actor):  # in an organisation, its first director and no more
        return frozenset(COLLECTIVE_ROLES if organisation_id is None else {Role.DIRECTOR})
    if organisation_id is None or actor.organisation_id != organisation_id or not may_change_access(actor):
        return frozenset()
    return frozenset(ORGANISATION_ROLES if may_name_direction(actor) else ORGANISATION_ROLES - {Role.DIRECTOR})


def may_give(actor: Actor, organisation_id: UUID | None, roles: Iterable[str]) -> bool:
    """Whether each of `roles` is the actor's to give there."""
    return givable(actor, organisation_id).issuperset(roles)


def may_reach_sites(actor: Actor, sites: Iterable[int]) -> bool:
    """Somebody limited to sites lets people into those alone, never into the whole organisation."""
    wanted = set(sites)
    return not actor.sites or (bool(wanted) and actor.sites.issuperset(wanted))
