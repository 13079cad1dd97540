"""The floor's own background work."""

from tess.kernel import outbox
from tess.kernel.tenancy.tasks import collective_task


@collective_task
def sweep_outbox() -> int:
    """Deliver what waits in the outbox; rung after each post, and every few seconds by beat."""
    return outbox.deliver_due()


@collective_task
def clear_outbox() -> int:
    """Every night: messages done long ago."""
    return outbox.clear_done()
