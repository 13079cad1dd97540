"""Identity's own background work."""

from tess.identity.domain import handover
from tess.identity.sessions import SessionStore
from tess.kernel.tenancy.tasks import collective_task


@collective_task
def clear_sign_ins() -> None:
    """Every night: hand-overs and sessions that are over."""
    handover.clear_late()
    SessionStore.clear_expired()
