"""Who may follow the shared training."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tess.kernel.actor import Actor


def may_learn(actor: Actor) -> bool:
    """See the catalogue and one's own training: everybody with an account. Enrolling asks for a membership besides."""
    return actor.user_id is not None
