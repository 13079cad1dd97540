"""Identity's own background work."""

from tess.identity.domain import exceptional, handover, throttle
from tess.identity.sessions import SessionStore
from tess.kernel.tenancy.tasks import collective_task


@collective_task
def clear_sign_ins() -> None:
    """Every night: hand-overs, counts and sessions that are over."""
    handover.clear_late()
    throttle.clear_over()
    SessionStore.clear_expired()


@collective_task
def end_exceptional() -> None:
    """Every few minutes: exceptional accesses past their hour."""
    exceptional.end_late()
