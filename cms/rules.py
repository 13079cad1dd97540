"""Who may do what with the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tess.identity.roles import Role

if TYPE_CHECKING:
    from tess.kernel.actor import Actor

EDITORS = (Role.COORDINATOR, Role.COLLECTIVE_TRAINER)


def may_edit_the_site(actor: Actor) -> bool:
    """Coordinators write and publish; the collective's trainers will have their pages."""
    return actor.organisation_id is None and actor.has(*EDITORS)
