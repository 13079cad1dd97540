"""Work of the registry that comes through the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from tenants.organisations.domain import practice
from tenants.organisations.domain.forgetting import FORGET, forget_user
from tess.kernel import outbox
from tess.kernel.tenancy.tasks import collective_task

if TYPE_CHECKING:
    from collections.abc import Mapping


@outbox.handles(FORGET, even_suspended=True)
def forget(payload: Mapping[str, Any], *, organisation: Any) -> None:
    """A deleted account leaves an organisation's tables; the law doesn't wait for a suspension to end."""
    forget_user(UUID(payload["user"]), organisation)


@collective_task
def keep_practice_spaces() -> int:
    """Open the sandboxes that were asked for: rung at once, and by the clock. In the owner's process."""
    return practice.open_wanted()


@collective_task
def empty_practice_spaces() -> int:
    """Every night, what was written in the sandboxes. In the owner's process."""
    return practice.empty_all()
