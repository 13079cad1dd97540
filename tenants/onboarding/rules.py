"""Who sets a new organisation up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tess.identity.roles import Role

if TYPE_CHECKING:
    from tess.kernel.actor import Actor


def may_set_up(actor: Actor) -> bool:
    """Those who answer for the whole organisation, and those who run it for them."""
    if actor.practice or actor.sites:  # a sandbox is ready as it is; a local branch is not the organisation
        return False
    return actor.organisation_id is not None and actor.has(Role.DIRECTOR, Role.MANAGER)
