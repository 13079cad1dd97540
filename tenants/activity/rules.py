"""Who may read an organisation's activity, and who speaks for it at the collective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tess.identity.roles import Role

if TYPE_CHECKING:
    from tess.kernel.actor import Actor


def may_see_activity(actor: Actor) -> bool:
    """Those who run the lines, or look after the people on them."""
    return actor.has(Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.DISPATCHER)


def may_publish(actor: Actor) -> bool:
    """Let the figures cross to the collective; those of a sandbox never do."""
    return actor.has(Role.DIRECTOR, Role.MANAGER) and not actor.sites and not actor.practice


def may_agree(actor: Actor) -> bool:
    """Speak for the organisation on its statistics."""
    return actor.has(Role.DIRECTOR) and not actor.sites and not actor.practice
