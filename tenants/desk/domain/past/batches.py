"""Files of past records on their way through the pages: the passage all files take (tenants.telephony), for records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.desk.domain.past import loading
from tenants.desk.models import PastImport
from tess.kernel import audit
from tess.kernel.errors import Conflict, NotFound
from tess.kernel.intake import passage
from tess.kernel.intake.batch import BatchState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from tenants.telephony.models import Line
    from tess.kernel.actor import Actor

RECORDS = passage.Kind(
    loading.AUDIT, check=loading.check, keep=loading.keep, useless=loading.useless, load=loading.load_into
)


def get_batch_for(actor: Actor, pk: UUID) -> PastImport:  # noqa: ARG001  files are the whole organisation's
    """The file of the organisation in force. Raises NotFound."""
    found = PastImport.objects.select_related("line").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such file."))
    return found


def receive(blocks: Iterable[bytes], *, file_name: str, line: Line | None, channel: str, actor: Actor) -> PastImport:
    """Keep a file that was sent, to be checked. Raises FileRefused (too large), NoRoom."""
    batch = PastImport(file_name=file_name[-120:], line=line, channel=channel)
    return passage.receive(batch, blocks, kind=RECORDS, actor=actor)


def run_check(batch: PastImport, *, actor: Actor) -> None:
    """CHECKING → CHECKED or REFUSED; see passage.run_check."""
    passage.run_check(batch, kind=RECORDS, actor=actor)


def run_load(batch: PastImport, *, actor: Actor) -> None:
    """LOADING → LOADED; see passage.run_load."""
    passage.run_load(batch, kind=RECORDS, actor=actor)


def give_up(batch: PastImport, *, actor: Actor) -> None:
    """RECEIVED or CHECKED → GIVEN_UP: the file is deleted at once."""
    passage.give_up(batch, kind=RECORDS, actor=actor)


def undo(batch: PastImport, *, actor: Actor) -> int:
    """LOADED → UNDONE: its records go; returns how many. Raises Conflict when it isn't loaded (any more), or is used."""
    try:
        with transaction.atomic():
            return _undo(batch, actor)
    except IntegrityError as error:
        raise Conflict(_("Something was written about one of these records since: nothing was undone.")) from error


def _undo(batch: PastImport, actor: Actor) -> int:
    passage.one_at_a_time(RECORDS)  # a load under way has judged what is known already
    standing = PastImport.objects.select_for_update().get(pk=batch.pk)
    if standing.state != BatchState.LOADED:
        raise Conflict(_("This file is not loaded, or somebody has just undone it."))
    with connection.cursor() as cursor:
        # one statement: the ORM would first read every record to look for what points at it; the constraints know
        cursor.execute("DELETE FROM desk_contact WHERE past_import_id = %s", [standing.pk])
        gone = int(cursor.rowcount)
    connection.check_constraints()  # now, and not at the end of whatever transaction this stands in
    standing.state = BatchState.UNDONE
    standing.undone_at = timezone.now()
    standing.undone_by = actor.user_id
    standing.save()
    audit.record(actor, f"{loading.AUDIT}.undone", standing)
    return gone
