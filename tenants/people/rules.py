"""Who may see whose hours. Predicates on the actor of this organisation's host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tess.identity.roles import Role

if TYPE_CHECKING:
    from uuid import UUID

    from tess.kernel.actor import Actor


def may_see_team(actor: Actor) -> bool:
    """The people of the organisation and everybody's hours."""
    return actor.has(Role.DIRECTOR, Role.MANAGER, Role.TRAINER, Role.SUPERVISOR)


def may_see_own_hours(actor: Actor) -> bool:
    """One's own hours: everybody who belongs to the organisation."""
    return actor.user_id is not None and bool(actor.roles)


def may_see_hours_of(actor: Actor, user_id: UUID) -> bool:
    """The hours of one person: their own, or anybody's for those who see the team."""
    return actor.user_id == user_id or may_see_team(actor)


def may_reverse_hours(actor: Actor) -> bool:
    """Undo a line of the hours ledger."""
    return actor.is_system or actor.has(Role.DIRECTOR, Role.MANAGER, Role.TRAINER)
