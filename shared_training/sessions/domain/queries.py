"""What pages ask of the training record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from shared_training.catalogue.domain import queries as catalogue
from shared_training.sessions.domain.quizzes import may_answer
from shared_training.sessions.models import Attempt, Enrolment, EnrolmentState, LessonRead
from tenants.organisations.models import Organisation
from tess.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from shared_training.catalogue.domain.queries import Answer, Lesson, Module, Question


@dataclass(frozen=True, slots=True)
class Step:
    """One lesson of an enrolment and how far it is."""

    number: int
    lesson: Lesson
    read: LessonRead | None

    @property
    def done(self) -> bool:
        """Read to the end."""
        return self.read is not None and self.read.finished_at is not None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is in a module."""

    module: Module
    steps: tuple[Step, ...]
    best: Attempt | None  # the passed attempt, else the latest

    @property
    def done(self) -> int:
        """Lessons read."""
        return sum(step.done for step in self.steps)

    @property
    def left(self) -> int:
        """Lessons still to read."""
        return len(self.steps) - self.done

    @property
    def next_step(self) -> Step | None:
        """The first lesson not yet read."""
        return next((step for step in self.steps if not step.done), None)

    @property
    def quiz_open(self) -> bool:
        """Whether every lesson is read."""
        return may_answer(self.module, {step.lesson.id for step in self.steps if step.done})

    @property
    def minutes(self) -> int:
        """Minutes counted so far."""
        return sum(step.read.minutes or 0 for step in self.steps if step.read)


@dataclass(frozen=True, slots=True)
class Record:
    """One line of somebody's training."""

    id: UUID
    module_id: int
    title: str
    organisation_id: UUID
    organisation: str  # its name; empty when it has left the collective
    state: str
    state_label: str
    enrolled_at: datetime
    ended_at: datetime | None
    minutes: int | None
    lessons_read: int

    @property
    def open(self) -> bool:
        """Under way."""
        return self.state == EnrolmentState.ENROLLED


@dataclass(frozen=True, slots=True)
class Corrected:
    """A question after the quiz: each answer with whether it was ticked."""

    question: Question
    answers: tuple[tuple[Answer, bool], ...]

    @property
    def right(self) -> bool:
        """Answered rightly."""
        return all(answer.right == ticked for answer, ticked in self.answers)


@dataclass(frozen=True, slots=True)
class Completed:
    """What an organisation takes from a completed record."""

    enrolment_id: UUID
    user_id: UUID
    minutes: int
    at: datetime


def progress(enrolment: Enrolment, module: Module) -> Progress:
    """How far an enrolment is; two statements, under the organisation's role."""
    read = {found.lesson: found for found in enrolment.lessons_read.all()}
    steps = tuple(Step(number, lesson, read.get(lesson.id)) for number, lesson in enumerate(module.lessons, 1))
    best = enrolment.attempts.order_by("-passed", "-at").first()
    return Progress(module, steps, best)


def attempt_of(enrolment: Enrolment, attempt_id: UUID) -> Attempt:
    """One attempt of this enrolment. Raises NotFound."""
    found = enrolment.attempts.filter(pk=attempt_id).first()
    if found is None:
        raise NotFound(_("There is no such result."))
    return found


def corrected(module: Module, attempt: Attempt) -> list[Corrected]:
    """The questions of the module, as they stand, that were answered in this attempt."""
    return [
        Corrected(question, tuple((answer, answer.id in attempt.answers[question.id]) for answer in question.answers))
        for question in module.questions
        if question.id in attempt.answers
    ]


def records_of(user_id: UUID, module_id: int | None = None) -> list[Record]:
    """One person's training (of one module, or of all), whichever the organisation; as the application, for them alone."""
    own = Enrolment.objects.filter(user_id=user_id)
    found = _with_counts(own if module_id is None else own.filter(module_id=module_id))
    names = Organisation.objects.filter(pk__in={enrolment.organisation_id for enrolment in found})
    return _records(found, dict(names.values_list("pk", "name")))


def records_here(user_id: UUID) -> list[Record]:
    """What one person follows or has followed for the organisation whose role is in force; row security sees to it."""
    return _records(_with_counts(Enrolment.objects.filter(user_id=user_id)), {})


def completed(enrolment_id: UUID) -> Completed | None:
    """A completed record of the organisation whose role is in force; None for any other."""
    found = Enrolment.objects.filter(pk=enrolment_id, state=EnrolmentState.COMPLETED).first()
    if found is None or found.ended_at is None or found.minutes is None:
        return None
    return Completed(found.pk, found.user_id, found.minutes, found.ended_at)


def begun(module_ids: Iterable[int]) -> set[int]:
    """Those of these modules that somebody has ever begun, in any organisation; as the application."""
    found = Enrolment.objects.filter(module_id__in=set(module_ids))
    return set(found.values_list("module_id", flat=True).distinct())


def _with_counts(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    finished = Count("lessons_read", filter=Q(lessons_read__finished_at__isnull=False))
    return list(enrolments.annotate(finished=finished).order_by("-enrolled_at", "pk"))  # type: ignore[attr-defined]


def _records(enrolments: list[Enrolment], names: dict[UUID, str]) -> list[Record]:
    titles = catalogue.titles(enrolment.module_id for enrolment in enrolments) if enrolments else {}
    return [
        Record(
            id=enrolment.pk,
            module_id=enrolment.module_id,
            title=titles.get(enrolment.module_id, ""),
            organisation_id=enrolment.organisation_id,
            organisation=names.get(enrolment.organisation_id, ""),
            state=enrolment.state,
            state_label=str(EnrolmentState(enrolment.state).label),
            enrolled_at=enrolment.enrolled_at,
            ended_at=enrolment.ended_at,
            minutes=enrolment.minutes,
            lessons_read=enrolment.finished,  # type: ignore[attr-defined]
        )
        for enrolment in enrolments
    ]
