"""A file on its way through the pages: received, checked, loaded, undone. One verb a transition."""

from __future__ import annotations

import time
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.cache import caches
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.telephony.domain import imports, uploads
from tenants.telephony.domain.days import day_for
from tenants.telephony.domain.files import FileRefused
from tenants.telephony.models import BatchState, ImportBatch, ImportProfile
from tess.kernel import audit
from tess.kernel.errors import Conflict, DomainError, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from pathlib import Path
    from uuid import UUID

    from tess.kernel.actor import Actor

TRANSITIONS: dict[BatchState, frozenset[BatchState]] = {
    BatchState.RECEIVED: frozenset({BatchState.CHECKING, BatchState.GIVEN_UP}),
    BatchState.CHECKING: frozenset({BatchState.CHECKED, BatchState.REFUSED, BatchState.RECEIVED}),
    BatchState.CHECKED: frozenset({BatchState.LOADING, BatchState.GIVEN_UP}),
    BatchState.LOADING: frozenset({BatchState.LOADED, BatchState.CHECKED, BatchState.REFUSED}),
    BatchState.LOADED: frozenset({BatchState.UNDONE}),
    BatchState.UNDONE: frozenset(),
    BatchState.REFUSED: frozenset(),
    BatchState.GIVEN_UP: frozenset(),
}
_SILENCE = timedelta(seconds=90)  # without a sign of life, work under way is taken for dead


def get_batch_for(actor: Actor, pk: UUID) -> ImportBatch:  # noqa: ARG001  imports are the whole organisation's
    """The batch of the organisation in force. Raises NotFound."""
    found = ImportBatch.objects.select_related("profile__line").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such import."))
    return found


def receive(
    blocks: Iterable[bytes], *, file_name: str, profile: ImportProfile, day: date | None, actor: Actor
) -> ImportBatch:
    """Keep a file that was sent, to be checked. Raises FileRefused (too large), DomainError (no sound day), NoRoom."""
    day = day_for(profile, day)
    uploads.sweep()
    batch_id = uuid.uuid4()
    with imports.room():
        size, sha256 = uploads.write(batch_id, blocks)
    try:
        with transaction.atomic():
            batch = ImportBatch.objects.create(
                id=batch_id,
                file_name=file_name[-120:],
                size=size,
                sha256=sha256,
                profile=profile,
                day=day,
                created_by=actor.user_id,
            )
            audit.record(actor, "telephony.import.received", batch)
    except BaseException:
        uploads.forget(batch_id)
        raise
    return batch


def begin_check(batch: ImportBatch) -> None:
    """RECEIVED → CHECKING. Raises Conflict when somebody was faster."""
    _move(batch, BatchState.CHECKING)


def run_check(batch: ImportBatch, *, actor: Actor) -> None:
    """CHECKING → CHECKED with what a load would do, or REFUSED with the reason. Raises nothing of the file's fault.

    Raises Conflict when another check, begun because this one seemed dead, was faster: what it found stays.
    """
    try:
        report = imports.check(_file_of(batch), batch.profile, actor=actor, day=batch.day, progress=_told(batch))
    except imports.NoRoom as error:
        _move(batch, BatchState.RECEIVED, message=str(error))
        return
    except DomainError as error:
        _refuse(batch, str(error), actor=actor)
        return
    with transaction.atomic():
        if report.nothing_readable:
            _refuse(batch, str(imports.nothing_readable(report)), actor=actor)
        else:
            _move(batch, BatchState.CHECKED, message="")
        imports.keep(batch, report)
        batch.save()


def begin_load(batch: ImportBatch) -> None:
    """CHECKED → LOADING. Raises Conflict when somebody was faster, DomainError when the file's hour is over."""
    if batch.state == BatchState.CHECKED and not is_there(batch):
        raise DomainError(_("The file was deleted after an hour, as promised. Send it again."))
    _move(batch, BatchState.LOADING)


def run_load(batch: ImportBatch, *, actor: Actor) -> None:
    """LOADING → LOADED, all or nothing; back to CHECKED when the server had no room, REFUSED when the file is no good.

    Raises Conflict when another load was faster to say one of these.
    """
    try:
        with imports.room(), transaction.atomic():
            imports.one_at_a_time()
            standing = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            if standing.state != BatchState.LOADING:
                return  # loaded meanwhile by a first try thought dead
            imports.load_into(batch, _file_of(batch), actor=actor, progress=_told(batch))
    except imports.NoRoom as error:
        _move(batch, BatchState.CHECKED, message=str(error))
        return
    except DomainError as error:
        _refuse(batch, str(error), actor=actor)
        return
    uploads.forget(batch.pk)


def give_up(batch: ImportBatch, *, actor: Actor) -> None:
    """RECEIVED or CHECKED → GIVEN_UP: the file is deleted at once."""
    with transaction.atomic():
        _move(batch, BatchState.GIVEN_UP)
        audit.record(actor, "telephony.import.given_up", batch)
    uploads.forget(batch.pk)


def resume(batch: ImportBatch) -> None:
    """Take up again work that died under way; a file that waits for its check stays as it is.

    Raises Conflict while the work still gives signs of life, or when there is nothing to take up (any more).
    """
    with transaction.atomic():
        standing = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if standing.state == BatchState.RECEIVED:
            batch.state = standing.state
            return
        if not is_stuck(standing):
            raise Conflict(_("This import is still under way, or done meanwhile. Look at its page again."))
        _move(batch, BatchState.RECEIVED if standing.state == BatchState.CHECKING else BatchState.CHECKED)


def is_stuck(batch: ImportBatch) -> bool:
    """Whether a check or a load has given no sign of life for a minute and a half."""
    if batch.state not in (BatchState.CHECKING, BatchState.LOADING):
        return False
    seen = progress_of(batch)
    quiet_since = max(batch.changed_at.timestamp(), seen["at"] if seen else 0)
    return time.time() - quiet_since > _SILENCE.total_seconds()


def is_there(batch: ImportBatch) -> bool:
    """Whether the file can still be read."""
    return uploads.path_of(batch.pk).exists()


def progress_of(batch: ImportBatch) -> dict[str, float] | None:
    """{"lines": read so far, "at": epoch of that news}; None when there is no news."""
    found: dict[str, float] | None = caches["organisation"].get(f"telephony.import.{batch.pk}")
    return found


def _told(batch: ImportBatch) -> Callable[[int], None]:
    """Tell readers how far it is; in the cache, for the transaction shows nothing before its end."""
    key, last = f"telephony.import.{batch.pk}", 0.0

    def tell(lines: int) -> None:
        nonlocal last
        now = time.time()
        if now - last > 0.5:  # noqa: PLR2004
            caches["organisation"].set(key, {"lines": lines, "at": now}, uploads.LIFETIME)
            last = now

    return tell


def _file_of(batch: ImportBatch) -> Path:
    path = uploads.path_of(batch.pk)
    if not path.exists():
        raise FileRefused("gone", _("The file was deleted after an hour, as promised. Send it again."))
    return path


def _refuse(batch: ImportBatch, message: str, *, actor: Actor) -> None:
    with transaction.atomic():
        _move(batch, BatchState.REFUSED, message=message)
        audit.record(actor, "telephony.import.refused", batch)
    uploads.forget(batch.pk)


def _move(batch: ImportBatch, to: BatchState, **also: object) -> None:
    """Change the state where the table of transitions allows it from the state the database holds now."""
    origins = [state for state, targets in TRANSITIONS.items() if to in targets]
    changed = {**also, "state": to, "changed_at": timezone.now()}
    if not ImportBatch.objects.filter(pk=batch.pk, state__in=origins).update(**changed):
        raise Conflict(_("Somebody else has already gone on with this import. Look at its page again."))
    for name, value in changed.items():
        setattr(batch, name, value)
