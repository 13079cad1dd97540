"""Long files of past records, checked and loaded away from the page."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.db import connection

from tenants.desk.domain.past import batches
from tenants.desk.models import PastImport
from tess.kernel.actor import Actor
from tess.kernel.errors import Conflict
from tess.kernel.intake.batch import BatchState
from tess.kernel.tenancy.tasks import organisation_task


def _actor(user_id: str) -> Actor:
    return Actor(UUID(user_id), connection.tenant.pk)  # type: ignore[attr-defined]  # our backend's


@organisation_task
def check_past(batch_id: str, user_id: str) -> None:
    """Check a file that was received; does nothing if that was done meanwhile."""
    batch = PastImport.objects.select_related("line").get(pk=batch_id)
    if batch.state == BatchState.CHECKING:
        with suppress(Conflict):  # done meanwhile by somebody who thought it dead
            batches.run_check(batch, actor=_actor(user_id))


@organisation_task
def load_past(batch_id: str, user_id: str) -> None:
    """Load a file that was checked; does nothing if that was done meanwhile."""
    batch = PastImport.objects.select_related("line").get(pk=batch_id)
    if batch.state == BatchState.LOADING:
        with suppress(Conflict):
            batches.run_load(batch, actor=_actor(user_id))
