"""Who commits an organisation to the charter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tess.identity.roles import Role

if TYPE_CHECKING:
    from tess.kernel.actor import Actor


def may_sign(actor: Actor) -> bool:
    """The direction alone speaks for the organisation, and for a sandbox nobody."""
    return actor.organisation_id is not None and actor.has(Role.DIRECTOR) and not actor.practice
