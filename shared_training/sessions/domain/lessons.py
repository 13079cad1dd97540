"""Reading lessons: opened, then finished; what counts is the time in between, never more than the lesson's own length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from shared_training.sessions.domain.enrolments import hold
from shared_training.sessions.models import EnrolmentState, LessonRead
from tess.kernel import audit

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from shared_training.catalogue.domain.queries import Lesson
    from shared_training.sessions.models import Enrolment
    from tess.kernel.actor import Actor

_MINUTE = 60  # seconds


@transaction.atomic
def open_lesson(enrolment: Enrolment, lesson: Lesson, *, at: datetime | None = None) -> None:
    """Note when a lesson was first opened: a trace, no act to audit. Reading it later, or after the end, leaves none."""
    if enrolment.state != EnrolmentState.ENROLLED:
        return
    LessonRead.objects.get_or_create(
        enrolment=enrolment,
        lesson=lesson.id,
        defaults={
            "organisation_id": enrolment.organisation_id,
            "nominal": lesson.minutes,
            "started_at": at or timezone.now(),
        },
    )


@transaction.atomic
def finish_lesson(enrolment: Enrolment, lesson: Lesson, *, actor: Actor, at: datetime | None = None) -> None:
    """Count a lesson as read, once; saying it again adds nothing. Raises Conflict when the training has ended."""
    hold(enrolment)
    now = at or timezone.now()
    open_lesson(enrolment, lesson, at=now)
    read = LessonRead.objects.get(enrolment=enrolment, lesson=lesson.id)
    if read.finished_at is not None:
        return
    read.finished_at = max(now, read.started_at)
    read.minutes = counted(read.finished_at - read.started_at, read.nominal)
    read.save(update_fields=["finished_at", "minutes"])
    audit.record(actor, "training.lesson.finished", read, fields=["minutes"])


def counted(elapsed: timedelta, nominal: int) -> int:
    """Minutes that count: those begun, at least one, at most `nominal`."""
    return min(nominal, max(1, -(-int(elapsed.total_seconds()) // _MINUTE)))
