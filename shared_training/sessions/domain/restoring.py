"""After a restore of an organisation: the hours of trainings completed since its backup went with the schema that was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared_training.sessions.models import Enrolment, EnrolmentState
from tess.kernel import outbox

if TYPE_CHECKING:
    from tenants.organisations.models import Organisation


def post_hours_again(*, organisation: Organisation) -> None:
    """Tell the organisation's hours of every completed training once more; those it still has are not added twice."""
    completed = Enrolment.objects.filter(organisation_id=organisation.pk, state=EnrolmentState.COMPLETED)
    for enrolment_id in completed.order_by("ended_at").values_list("pk", flat=True):
        outbox.post("people.hours.post", {"enrolment": str(enrolment_id)}, organisation=organisation.pk)
