"""Who may write the collective's budgets, and who may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tess.identity.roles import Role

if TYPE_CHECKING:
    from tess.kernel.actor import Actor


def may_read_budgets(actor: Actor) -> bool:
    """The treasurer's work, open to the coordination."""
    return actor.organisation_id is None and actor.has(Role.TREASURER, Role.COORDINATOR)


def may_write_budgets(actor: Actor) -> bool:
    """The treasurer's own."""
    return actor.organisation_id is None and actor.has(Role.TREASURER)
