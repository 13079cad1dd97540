"""A file on its way in, whatever it holds: received, checked, loaded or given up. One verb a transition.

Calls go this way, and so do records of former years: each says, as a Kind, how its files are checked and loaded.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.cache import caches
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tess.kernel import audit
from tess.kernel.errors import Conflict, DomainError
from tess.kernel.intake import uploads
from tess.kernel.intake.batch import BatchState, FileBatch
from tess.kernel.intake.files import FileRefused
from tess.kernel.intake.room import NoRoom, room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from uuid import UUID

    from tess.kernel.actor import Actor

    Progress = Callable[[int], None]

TRANSITIONS: dict[BatchState, frozenset[BatchState]] = {
    BatchState.RECEIVED: frozenset({BatchState.CHECKING, BatchState.GIVEN_UP}),
    BatchState.CHECKING: frozenset({BatchState.CHECKED, BatchState.REFUSED, BatchState.RECEIVED}),
    BatchState.CHECKED: frozenset({BatchState.LOADING, BatchState.CHECKING, BatchState.GIVEN_UP}),
    BatchState.LOADING: frozenset({BatchState.LOADED, BatchState.CHECKED, BatchState.REFUSED}),
    BatchState.LOADED: frozenset({BatchState.UNDONE}),
    BatchState.UNDONE: frozenset(),
    BatchState.REFUSED: frozenset(),
    BatchState.GIVEN_UP: frozenset(),
}
Batch = TypeVar("Batch", bound=FileBatch)
_SILENCE = timedelta(seconds=90)  # without a sign of life, work under way is taken for dead


@dataclass(frozen=True, slots=True)
class Kind:
    """What files of a kind are, and how they are taken in; `name` begins what the audit says ("telephony.import").

    `check(batch, path, actor, progress)` reads the file and writes nothing; `keep(batch, report)` writes what it found into
    the batch (unsaved) and its refused lines; `useless(report)` is the refusal of a file not one line of which is any good.
    `load(batch, path, actor, progress)` loads it and makes the batch LOADED, within the caller's transaction.
    """

    name: str
    check: Callable[..., Any]
    keep: Callable[[Any, Any], None]
    useless: Callable[[Any], DomainError | None]
    load: Callable[..., Any]


def receive(batch: Batch, blocks: Iterable[bytes], *, kind: Kind, actor: Actor) -> Batch:
    """Keep a file that was sent as `batch` (new, unsaved), to be checked. Raises FileRefused (too large), NoRoom."""
    uploads.sweep()
    batch.id = uuid.uuid4()
    batch.created_by = actor.user_id
    with room():
        batch.size, batch.sha256 = uploads.write(batch.pk, blocks)
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
            audit.record(actor, f"{kind.name}.received", batch)
    except BaseException:
        uploads.forget(batch.pk)
        raise
    return batch


def begin_check(batch: FileBatch) -> None:
    """RECEIVED or CHECKED → CHECKING. Raises Conflict when somebody was faster."""
    move(batch, BatchState.CHECKING)


def run_check(batch: FileBatch, *, kind: Kind, actor: Actor) -> None:
    """CHECKING → CHECKED with what a load would do, or REFUSED with the reason. Raises nothing of the file's fault.

    Raises Conflict when another check, begun because this one seemed dead, was faster: what it found stays.
    """
    try:
        report = kind.check(batch, _file_of(batch), actor=actor, progress=told(batch))
    except NoRoom as error:
        move(batch, BatchState.RECEIVED, message=str(error))
        return
    except DomainError as error:
        _refuse(batch, str(error), kind=kind, actor=actor)
        return
    with transaction.atomic():
        useless = kind.useless(report)
        if useless is not None:
            _refuse(batch, str(useless), kind=kind, actor=actor)
        else:
            move(batch, BatchState.CHECKED, message="")
        kind.keep(batch, report)
        batch.save()


def begin_load(batch: FileBatch) -> None:
    """CHECKED → LOADING. Raises Conflict when somebody was faster, DomainError when the file's hour is over."""
    if batch.state == BatchState.CHECKED and not is_there(batch):
        raise DomainError(_("The file was deleted after an hour, as promised. Send it again."))
    move(batch, BatchState.LOADING)


def run_load(batch: FileBatch, *, kind: Kind, actor: Actor) -> None:
    """LOADING → LOADED, all or nothing; back to CHECKED when the server had no room, REFUSED when the file is no good.

    Raises Conflict when another load was faster to say one of these.
    """
    try:
        with room(), transaction.atomic():
            one_at_a_time(kind)
            standing = type(batch)._default_manager.select_for_update().get(pk=batch.pk)  # noqa: SLF001
            if standing.state != BatchState.LOADING:
                return  # loaded meanwhile by a first try thought dead
            kind.load(batch, _file_of(batch), actor=actor, progress=told(batch))
    except NoRoom as error:
        move(batch, BatchState.CHECKED, message=str(error))
        return
    except DomainError as error:
        _refuse(batch, str(error), kind=kind, actor=actor)
        return
    uploads.forget(batch.pk)


def one_at_a_time(kind: Kind) -> None:
    """Wait for the organisation's other load of this kind, if there is one, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(current_schema()))", [kind.name])


def give_up(batch: FileBatch, *, kind: Kind, actor: Actor) -> None:
    """RECEIVED or CHECKED → GIVEN_UP: the file is deleted at once."""
    with transaction.atomic():
        move(batch, BatchState.GIVEN_UP)
        audit.record(actor, f"{kind.name}.given_up", batch)
    uploads.forget(batch.pk)


def resume(batch: FileBatch) -> None:
    """Take up again work that died under way; a file that waits for its check stays as it is.

    Raises Conflict while the work still gives signs of life, or when there is nothing to take up (any more).
    """
    with transaction.atomic():
        standing = type(batch)._default_manager.select_for_update().get(pk=batch.pk)  # noqa: SLF001
        if standing.state == BatchState.RECEIVED:
            batch.state = standing.state
            return
        if not is_stuck(standing):
            raise Conflict(_("This import is still under way, or done meanwhile. Look at its page again."))
        move(batch, BatchState.RECEIVED if standing.state == BatchState.CHECKING else BatchState.CHECKED)


def is_under_way(batch: FileBatch) -> bool:
    """Whether a check or a load has begun and not ended."""
    return batch.state in (BatchState.CHECKING, BatchState.LOADING)


def is_stuck(batch: FileBatch) -> bool:
    """Whether a check or a load has given no sign of life for a minute and a half."""
    if not is_under_way(batch):
        return False
    seen = progress_of(batch)
    quiet_since = max(batch.changed_at.timestamp(), seen["at"] if seen else 0)
    return time.time() - quiet_since > _SILENCE.total_seconds()


def is_there(batch: FileBatch) -> bool:
    """Whether the file can still be read."""
    return uploads.path_of(batch.pk).exists()


def progress_of(batch: FileBatch) -> dict[str, float] | None:
    """{"lines": read so far, "at": epoch of that news}; None when there is no news."""
    found: dict[str, float] | None = caches["organisation"].get(_news(batch.pk))
    return found


def told(batch: FileBatch) -> Progress:
    """Tell readers how far it is; in the cache, for the transaction shows nothing before its end."""
    last = 0.0

    def tell(lines: int) -> None:
        nonlocal last
        now = time.time()
        if now - last > 0.5:  # noqa: PLR2004
            caches["organisation"].set(_news(batch.pk), {"lines": lines, "at": now}, uploads.LIFETIME)
            last = now

    return tell


def _news(pk: UUID) -> str:
    return f"intake.{pk}"


def _file_of(batch: FileBatch) -> Path:
    path = uploads.path_of(batch.pk)
    if not path.exists():
        raise FileRefused("gone", _("The file was deleted after an hour, as promised. Send it again."))
    return path


def _refuse(batch: FileBatch, message: str, *, kind: Kind, actor: Actor) -> None:
    with transaction.atomic():
        move(batch, BatchState.REFUSED, message=message)
        audit.record(actor, f"{kind.name}.refused", batch)
    uploads.forget(batch.pk)


def move(batch: FileBatch, to: BatchState, **also: object) -> None:
    """Change the state where the table of transitions allows it from the state the database holds now. Raises Conflict."""
    origins = [state for state, targets in TRANSITIONS.items() if to in targets]
    changed = {**also, "state": to, "changed_at": timezone.now()}
    found = type(batch)._default_manager.filter(pk=batch.pk, state__in=origins)  # noqa: SLF001
    if not found.update(**changed):
        raise Conflict(_("Somebody else has already gone on with this import. Look at its page again."))
    for name, value in changed.items():
        setattr(batch, name, value)
