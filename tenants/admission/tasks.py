"""Admission's background work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

# the two that register what they do
from tenants.admission.domain import documents, keeping, members, opening, registry, undertakings  # noqa: F401
from tenants.admission.domain.steps import ENGINE
from tess.kernel import outbox
from tess.kernel.tenancy.tasks import collective_task

if TYPE_CHECKING:
    from collections.abc import Mapping


@outbox.handles(documents.SCAN)
def scan(payload: Mapping[str, Any], *, organisation: Any) -> None:  # noqa: ARG001
    """Have a document looked at by the virus scanner."""
    documents.scan(UUID(payload["document"]))


@collective_task
def work() -> int:
    """Exports: rung when one is asked for, and every few seconds by beat."""
    return undertakings.take_up(undertakings.ANYBODYS)


@collective_task
def work_as_owner() -> int:
    """What makes or erases an organisation; routed to the one process that owns the tables."""
    return undertakings.take_up(undertakings.OWNERS)


@collective_task
def keep_time() -> None:
    """Every morning: reminders of deadlines; what is over is erased; a file for each member, and what it says is so."""
    keeping.remind()
    keeping.erase_what_is_over()
    members.forget_archives()
    registry.follow_erasures()
    registry.open_missing_files(actor=ENGINE)  # last: it may refuse, and holds up nothing then
