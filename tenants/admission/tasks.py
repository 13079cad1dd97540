"""Admission's background work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from tenants.admission.domain import documents
from tess.kernel import outbox

if TYPE_CHECKING:
    from collections.abc import Mapping


@outbox.handles(documents.SCAN)
def scan(payload: Mapping[str, Any], *, organisation: Any) -> None:  # noqa: ARG001
    """Have a document looked at by the virus scanner."""
    documents.scan(UUID(payload["document"]))
