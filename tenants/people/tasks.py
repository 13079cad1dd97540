"""What comes to an organisation's people from elsewhere: the hours of a completed training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared_training.sessions.domain import queries as training
from tenants.people.domain import hours
from tenants.people.domain.people import person_for
from tenants.people.models import Component, SourceKind
from tess.kernel import outbox
from tess.kernel.actor import Actor
from tess.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping


@outbox.handles("people.hours.post")
def post_training_hours(payload: Mapping[str, Any], *, organisation: Any | None) -> None:
    """Turn a completed training record into hours of theory, once, under the organisation's role.

    Row security shows that organisation's records alone: another's, or one not completed, raises NotFound and the
    message stays, to be seen by an operator.
    """
    record = training.completed(UUID(payload["enrolment"]))
    if record is None or organisation is None:
        raise NotFound(f"no completed training record {payload['enrolment']} for this organisation")
    actor = Actor.system("people.tasks", organisation.pk)
    source = hours.Source(SourceKind.TRAINING, str(record.enrolment_id))
    person = person_for(record.user_id, actor=actor)
    hours.post(person, Component.THEORY, record.minutes, source, at=record.at, actor=actor)
