"""Long files: checked and loaded away from the page."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.db import connection

from tenants.telephony.domain import batches
from tenants.telephony.models import ImportBatch
from tess.kernel.actor import Actor
from tess.kernel.errors import Conflict
from tess.kernel.intake.batch import BatchState
from tess.kernel.tenancy.tasks import organisation_task


def _actor(user_id: str) -> Actor:
    return Actor(UUID(user_id), connection.tenant.pk)  # type: ignore[attr-defined]  # our backend's


@organisation_task
def check_batch(batch_id: str, user_id: str) -> None:
    """Check a file that was received; does nothing if that was done meanwhile."""
    batch = ImportBatch.objects.select_related("profile__line").get(pk=batch_id)
    if batch.state == BatchState.CHECKING:
        with suppress(Conflict):  # done meanwhile by somebody who thought it dead
            batches.run_check(batch, actor=_actor(user_id))


@organisation_task
def load_batch(batch_id: str, user_id: str) -> None:
    """Load a file that was checked; does nothing if that was done meanwhile."""
    batch = ImportBatch.objects.select_related("profile__line").get(pk=batch_id)
    if batch.state == BatchState.LOADING:
        with suppress(Conflict):
            batches.run_load(batch, actor=_actor(user_id))
