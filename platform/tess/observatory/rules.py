"""Who may read the collective's figures, and who speaks for an organisation's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tess.identity.roles import Role

if TYPE_CHECKING:
    from tess.kernel.actor import Actor


def may_see_figures(actor: Actor) -> bool:
    """The collective's people who look at all organisations side by side."""
    return actor.organisation_id is None and actor.has(
        Role.COORDINATOR, Role.TREASURER, Role.OBSERVER, Role.COLLECTIVE_TRAINER
    )
