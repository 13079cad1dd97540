"""Once a day each organisation's figures cross by themselves, and its rollups are folded."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from tenants.activity.domain.publication import publish_changed
from tenants.organisations.models import Organisation, OrganisationState
from tess.kernel import outbox
from tess.kernel.actor import Actor
from tess.kernel.tenancy.tasks import collective_task

if TYPE_CHECKING:
    from collections.abc import Mapping

PUBLISH = "activity.figures.publish"


@collective_task
def publish_everywhere() -> int:
    """Ask for the publication of every organisation's days; how many were asked. Run by beat at night."""
    with transaction.atomic():
        served = list(Organisation.members().filter(state=OrganisationState.ACTIVE).values_list("pk", flat=True))
        for organisation_id in served:
            outbox.post(PUBLISH, {}, organisation=organisation_id)
    return len(served)


@outbox.handles(PUBLISH)
def publish_lately(payload: Mapping[str, Any], *, organisation: Any | None) -> None:  # noqa: ARG001  nothing to say
    """Publish what changed until yesterday, corrections of long ago included; doing it again changes nothing."""
    assert organisation is not None  # noqa: S101  posted for an organisation
    publish_changed(timezone.localdate() - timedelta(days=1), actor=Actor.system("activity", organisation.pk))
