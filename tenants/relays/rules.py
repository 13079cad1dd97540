"""Who may do what with the relay directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tess.identity.roles import Role

if TYPE_CHECKING:
    from tess.kernel.actor import Actor


def may_consult(actor: Actor) -> bool:
    """Every person with an account: finding a relay is never refused to someone who listens or learns to."""
    return actor.user_id is not None


def may_verify(actor: Actor) -> bool:
    """The collective's coordination answers for the directory: it alone says that an entry was checked."""
    return actor.organisation_id is None and actor.has(Role.COORDINATOR)


def may_claim(actor: Actor) -> bool:
    """Those of an organisation who give numbers to people, and those who answer for them."""
    return (
        not actor.practice
        and actor.organisation_id is not None
        and actor.has(Role.LISTENER, Role.DISPATCHER, Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR)
    )


def may_load(actor: Actor) -> bool:
    """The coordination, and an operator's command."""
    return actor.is_system or may_verify(actor)
