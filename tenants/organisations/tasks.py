"""Work of the registry that comes through the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from tenants.organisations.domain.forgetting import FORGET, forget_user
from tess.kernel import outbox

if TYPE_CHECKING:
    from collections.abc import Mapping


@outbox.handles(FORGET, even_suspended=True)
def forget(payload: Mapping[str, Any], *, organisation: Any) -> None:
    """A deleted account leaves an organisation's tables; the law doesn't wait for a suspension to end."""
    forget_user(UUID(payload["user"]), organisation)
