"""Take a load back: its calls go, save those something written by a person points at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.telephony.models import Call, ImportBatch
from tess.kernel import audit
from tess.kernel.errors import Conflict
from tess.kernel.intake.batch import BatchState

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from uuid import UUID

    from tess.kernel.actor import Actor

    InUse = Callable[[UUID], Collection[int]]

_asked: list[InUse] = []


def calls_in_use(function: InUse) -> InUse:
    """Register, in AppConfig.ready(), a function that gives the ids of a batch's calls that must stay.

    Only for what names a call otherwise than by a foreign key: those are found without being told.
    """
    if function not in _asked:
        _asked.append(function)
    return function


@dataclass(frozen=True, slots=True)
class Undone:
    """How many calls went, and which stayed."""

    removed: int
    kept: tuple[Call, ...]


def kept_calls(batch: ImportBatch) -> list[int]:
    """Ids of the batch's calls an undoing would leave: those any table points at, and those asked for."""
    kept = {pk for function in _asked for pk in function(batch.pk)}
    for relation in Call._meta.related_objects:  # noqa: SLF001  Django's documented name
        field = relation.field.name
        pointing = relation.related_model._default_manager.filter(**{f"{field}__batch": batch})  # noqa: SLF001
        kept.update(pointing.values_list(f"{field}_id", flat=True))
    return sorted(kept)


def undo(batch: ImportBatch, *, actor: Actor) -> Undone:
    """LOADED → UNDONE. Raises Conflict when it isn't loaded (any more), or a record names one of its calls meanwhile."""
    try:
        return _undo(batch, actor)
    except IntegrityError as error:
        raise Conflict(
            _("A contact record has just named one of these calls. Nothing was undone: try again.")
        ) from error


def _undo(batch: ImportBatch, actor: Actor) -> Undone:
    with transaction.atomic():
        standing = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if standing.state != BatchState.LOADED:
            raise Conflict(_("This import is not loaded, or somebody has just undone it."))
        kept = kept_calls(standing)
        removed = _remove(standing, kept)
        connection.check_constraints()  # now, and not at the end of whatever transaction this stands in
        standing.state = BatchState.UNDONE
        standing.undone_at = timezone.now()
        standing.undone_by = actor.user_id
        standing.kept = len(kept)
        standing.save()
        audit.record(actor, "telephony.import.undone", standing)
        return Undone(removed, tuple(Call.objects.filter(pk__in=kept).order_by("started_at", "id")))


def _remove(batch: ImportBatch, kept: list[int]) -> int:
    """One statement: the ORM would first read every call to look for what points at it; the hooks and the constraints know."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM telephony_call WHERE batch_id = %s AND id <> ALL(%s)", [batch.pk, kept])
        return int(cursor.rowcount)
