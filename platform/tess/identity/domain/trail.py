"""Audit rows about access belong to the organisation whose door it is, whoever opens or shuts it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tess.kernel import audit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from tess.kernel.actor import Actor


def record(actor: Actor, action: str, obj: Any, organisation_id: UUID | None, *, fields: Iterable[str] = ()) -> None:
    """Write that `actor` did `action` to `obj` at the door of that organisation (None: of the collective)."""
    audit.record(actor.at(organisation_id), action, obj, fields=fields)
