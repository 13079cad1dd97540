"""The floor's own background work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tess.kernel import mail, outbox
from tess.kernel.intake import uploads
from tess.kernel.tenancy.tasks import collective_task

if TYPE_CHECKING:
    from collections.abc import Mapping


@collective_task
def sweep_outbox() -> int:
    """Deliver what waits in the outbox; rung after each post, and every few seconds by beat."""
    return outbox.deliver_due()


@collective_task
def clear_outbox() -> int:
    """Every night: messages done long ago."""
    return outbox.clear_done()


@collective_task
def sweep_uploads() -> None:
    """Every five minutes: files on their way in that are older than the hour they were promised."""
    uploads.sweep()


@outbox.handles(mail.KIND)
def deliver_letter(payload: Mapping[str, Any], *, organisation: Any | None) -> None:  # noqa: ARG001
    """A letter on its way: built and sent."""
    mail.deliver(payload)
