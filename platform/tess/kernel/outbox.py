"""The outbox: work written in Postgres with the act that causes it; the broker is only the doorbell.

`post()` inside the caller's transaction; a handler registered with `@handles(kind)` runs under the organisation's role,
in one transaction with the mark "done". A crash before the commit means it runs again: handlers are idempotent.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.module_loading import autodiscover_modules
from django.utils.timezone import is_naive

from tess.kernel.models import OutboxMessage
from tess.kernel.tenancy.db import connection
from tess.kernel.tenancy.registry import organisation_model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from uuid import UUID

logger = logging.getLogger(__name__)

_LONGEST_PAUSE = 3600  # seconds between two tries of a message that keeps failing
KEPT_DAYS = 30  # a message that is done is still there for who looks into what happened
_BATCH = 1000  # rows cleared in one transaction
_handlers: dict[str, Handler] = {}
_even_suspended: set[str] = set()


class Handler(Protocol):
    """Does the work of one kind of message; `organisation` is None for the collective's own work."""

    def __call__(self, payload: Mapping[str, Any], *, organisation: Any | None) -> None: ...


def handles(kind: str, *, even_suspended: bool = False) -> Callable[[Handler], Handler]:
    """Register the handler of `kind`; one kind has one handler.

    Messages of an organisation that isn't served wait until it is again, save those a law wants done: `even_suspended`.
    """

    def register(handler: Handler) -> Handler:
        if _handlers.get(kind, handler) is not handler:
            raise ValueError(f"two handlers for the outbox message {kind!r}")
        _handlers[kind] = handler
        if even_suspended:
            _even_suspended.add(kind)
        return handler

    return register


def post(
    kind: str, payload: Mapping[str, str | int], *, organisation: UUID | None, due: datetime | None = None
) -> None:
    """Write a message in the current transaction and ring once it is committed. `payload` holds ids only.

    With `due`, an aware time, it waits: delivered never before, and by the first sweep after (every few seconds). What it
    speaks of may have changed or gone by then: its handler looks again. Raises ValueError for a naive time.
    """
    message = OutboxMessage(kind=kind, payload=dict(payload), organisation_id=organisation)
    if due is not None:
        if is_naive(due):
            raise ValueError(f"the outbox message {kind!r} is due at a time without a zone")
        message.due_at = due
    OutboxMessage.objects.bulk_create([message])
    if due is None and not any(_ring in entry for entry in connection.run_on_commit):  # one ring a transaction
        transaction.on_commit(_ring)


def deliver_again(kind: str, *, organisation: UUID) -> int:
    """Have the messages of `kind` that were done delivered once more, in the current transaction; returns how many."""
    done = OutboxMessage.objects.filter(kind=kind, organisation_id=organisation, done_at__isnull=False)
    again = done.update(done_at=None, due_at=Now())
    transaction.on_commit(_ring)
    return again


def _ring() -> None:
    from tess.kernel.tasks import sweep_outbox

    try:
        sweep_outbox.enqueue()
    except Exception:  # noqa: BLE001  the broker may be down: the message is safe and the periodic sweep finds it
        logger.warning("the broker did not answer; the outbox will be swept later")


def deliver_due(limit: int = 100) -> int:
    """Deliver up to `limit` messages whose time has come, oldest first; returns how many were tried."""
    tried = 0
    while tried < limit and _deliver_one():
        tried += 1
    return tried


def clear_done() -> int:
    """Remove the messages done more than KEPT_DAYS ago, a batch a transaction; returns how many.

    What a law wanted done stays: a restore needs it again (see `deliver_again`).
    """
    autodiscover_modules("tasks")  # else the kinds to keep may not be known yet
    cleared = 0
    with connection.as_application():
        while True:
            over = OutboxMessage.objects.filter(done_at__lt=Now() - timedelta(days=KEPT_DAYS))
            batch = over.exclude(kind__in=sorted(_even_suspended)).order_by("id").values("pk")[:_BATCH]
            found, _by_model = OutboxMessage.objects.filter(pk__in=batch).delete()
            if not found:
                return cleared
            cleared += found


def _deliver_one() -> bool:
    message = None
    with connection.as_application():
        try:
            with transaction.atomic():
                message = (
                    OutboxMessage.objects.select_for_update(skip_locked=True)
                    .filter(_may_run(), done_at=None, due_at__lte=Now())
                    .order_by("due_at", "id")
                    .first()
                )
                if message is None:
                    return False
                _run(message)
                OutboxMessage.objects.filter(pk=message.pk).update(
                    done_at=Now(), attempts=F("attempts") + 1, failure=""
                )
        except Exception as error:  # the work failed and was rolled back; the message stays, later
            if message is None:
                raise
            logger.exception("outbox message %s (%s) failed", message.pk, message.kind)
            _postpone(message, error)
    return True


def _may_run() -> Q:
    served = organisation_model().served().values("pk")
    return Q(organisation_id=None) | Q(organisation_id__in=served) | Q(kind__in=sorted(_even_suspended))


def _handler_of(kind: str) -> Handler:
    if kind not in _handlers:
        autodiscover_modules("tasks")  # outside a worker nobody has imported them yet
    return _handlers[kind]


def _run(message: OutboxMessage) -> None:
    handler = _handler_of(message.kind)
    if message.organisation_id is None:
        handler(message.payload, organisation=None)
        return
    organisation = organisation_model().objects.get(pk=message.organisation_id)
    with connection.acting_for(organisation):
        handler(message.payload, organisation=organisation)
        # deferred triggers would otherwise fire at COMMIT, as the application
        connection.check_constraints()


def _postpone(message: OutboxMessage, error: Exception) -> None:
    pause = min(_LONGEST_PAUSE, 2 ** min(message.attempts + 1, 12))
    OutboxMessage.objects.filter(pk=message.pk).update(
        attempts=F("attempts") + 1, due_at=Now() + timedelta(seconds=pause), failure=type(error).__name__
    )
