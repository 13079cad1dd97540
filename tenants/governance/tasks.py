"""What arrives from organisations, taken to the wing it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from tenants.governance.domain import requests
from tess.kernel import outbox
from tess.kernel.tenancy.db import connection

if TYPE_CHECKING:
    from collections.abc import Mapping


@outbox.handles(requests.ARRIVED)
def receive(payload: Mapping[str, Any], *, organisation: Any) -> None:  # noqa: ARG001  as every handler
    """The commons are written as the application, never under an organisation's role."""
    with connection.as_application():
        requests.receive(UUID(payload["request"]))
