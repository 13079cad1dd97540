"""Who may do what with candidacies. A candidate has no account: their door is the key of the contact's mailbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tess.identity.roles import Role

if TYPE_CHECKING:
    from tess.kernel.actor import Actor


def may_review(actor: Actor) -> bool:
    """The coordination of the collective reads candidacies, asks, votes, decides, and follows members."""
    return actor.organisation_id is None and actor.has(Role.COORDINATOR)
