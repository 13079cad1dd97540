"""Enrolling and giving up. Run under the role of the organisation one trains for; `actor` comes from `doors`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shared_training.sessions.domain import doors
from shared_training.sessions.models import Enrolment, EnrolmentState
from tess.kernel import audit, outbox
from tess.kernel.errors import Conflict, DomainError

if TYPE_CHECKING:
    from datetime import datetime

    from shared_training.catalogue.domain.queries import Module
    from tess.kernel.actor import Actor

TRANSITIONS = {EnrolmentState.ENROLLED: {EnrolmentState.COMPLETED, EnrolmentState.WITHDRAWN}}


def enrol(module: Module, *, actor: Actor) -> Enrolment:
    """Begin `module` for the actor's organisation; whoever has begun or finished it there gets that same record.

    Raises Refused for nobody, DomainError when the actor acts for no organisation.
    """
    user_id, organisation_id = doors.person(actor), actor.organisation_id
    if organisation_id is None:
        raise DomainError(_("Choose the organisation you train for."), field="organisation")
    own = Enrolment.objects.filter(user_id=user_id, organisation_id=organisation_id, module_id=module.id)
    standing = own.exclude(state=EnrolmentState.WITHDRAWN)
    if found := standing.first():
        return found
    try:
        with transaction.atomic():
            enrolment = Enrolment.objects.create(
                user_id=user_id,
                organisation_id=organisation_id,
                module_id=module.id,
                enrolled_at=timezone.now(),
            )
            audit.record(actor, "training.enrolment.opened", enrolment)
    except IntegrityError:
        if found := standing.first():  # another click came first
            return found
        raise
    return enrolment


@transaction.atomic
def withdraw(enrolment: Enrolment, *, actor: Actor) -> Enrolment:
    """Give up a module under way; one may enrol again. Raises Conflict when it has ended already."""
    held = hold(enrolment)
    _end(held, EnrolmentState.WITHDRAWN, at=timezone.now(), minutes=None)
    audit.record(actor, "training.enrolment.withdrawn", held)
    return held


def complete(held: Enrolment, *, at: datetime, actor: Actor) -> None:
    """End a held enrolment whose quiz is passed, and tell its organisation's hours. Inside the caller's transaction."""
    minutes = sum(read.minutes or 0 for read in held.lessons_read.all())
    _end(held, EnrolmentState.COMPLETED, at=at, minutes=minutes)
    audit.record(actor, "training.enrolment.completed", held, fields=["minutes"])
    outbox.post("people.hours.post", {"enrolment": str(held.pk)}, organisation=held.organisation_id)


def hold(enrolment: Enrolment) -> Enrolment:
    """Lock the enrolment until the transaction ends. Raises Conflict when it is not under way any more."""
    held = Enrolment.objects.select_for_update().filter(pk=enrolment.pk, state=EnrolmentState.ENROLLED).first()
    if held is None:
        raise Conflict(_("This training has already ended."))
    return held


def _end(held: Enrolment, state: EnrolmentState, *, at: datetime, minutes: int | None) -> None:
    if state not in TRANSITIONS.get(EnrolmentState(held.state), set()):
        raise Conflict(_("This training has already ended."))
    held.state, held.ended_at, held.minutes = state, at, minutes
    held.save(update_fields=["state", "ended_at", "minutes"])
