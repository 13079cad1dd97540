"""The demonstration's training: the module in several states, and one trainee who belongs to two organisations."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection, transaction

from shared_training.catalogue.domain import queries as catalogue
from shared_training.sessions.models import Attempt, Enrolment, EnrolmentState, LessonRead
from tess.identity.domain.memberships import grant
from tess.identity.roles import Role
from tess.kernel import outbox
from tess.kernel.actor import Actor

if TYPE_CHECKING:
    from shared_training.catalogue.domain.queries import Module
    from tess.identity.models import User

SLUG = "accueillir-un-appel"
OF_TWO, SECOND = "rivage.trainee", "clairiere"  # somebody who may choose for whom they train


class Sketch(NamedTuple):
    """Who follows the module for whom, since how many days, and how far."""

    person: str
    organisation: str
    days_ago: int
    lessons: int
    scores: tuple[int, ...] = ()  # right answers of each attempt


SKETCHES = (
    Sketch("rivage.trainee", "rivage", 6, 2),
    Sketch("rivage.listener", "rivage", 40, 4, (4, 7)),
    Sketch("rivage.listener.02", "rivage", 12, 4, (5,)),
    Sketch("rivage.listener.03", "rivage", 90, 4, (8,)),
    Sketch("veilleurs.trainee", "veilleurs", 2, 0),
    Sketch("veilleurs.listener", "veilleurs", 30, 4, (6,)),
    Sketch("jeunes.trainee", "jeunes", 15, 3),
    Sketch("clairiere.trainee", "clairiere", 9, 4, (8,)),
)


def load(world: Any) -> None:
    """Make the enrolments, once; completed ones post their hours, which the worker delivers."""
    if Enrolment.objects.exists():
        return
    second = world.organisations.get(SECOND)
    if second is not None:
        grant(world.users[OF_TWO], second, [Role.TRAINEE], actor=Actor.system("demonstration"))
    module = catalogue.module_called(SLUG)
    for sketch in SKETCHES:
        if sketch.organisation not in world.organisations:
            continue
        begun = datetime.combine(world.today - timedelta(days=sketch.days_ago), time(18, 30), tzinfo=UTC)
        with connection.acting_for(world.organisations[sketch.organisation]), transaction.atomic():
            _follow(world, sketch, module, begun)


def _follow(world: Any, sketch: Sketch, module: Module, begun: datetime) -> None:
    """What the verbs would have written, at the hours it was lived."""
    user, organisation = world.users[sketch.person], world.organisations[sketch.organisation]
    enrolment = _enrolment(user, organisation.pk, module, begun)
    now = begun
    for lesson in module.lessons[: sketch.lessons]:
        read = LessonRead.objects.create(
            organisation_id=organisation.pk,
            enrolment=enrolment,
            lesson=lesson.id,
            nominal=lesson.minutes,
            started_at=now,
        )
        now += timedelta(minutes=lesson.minutes + 1)
        read.finished_at, read.minutes = now, lesson.minutes
        read.save(update_fields=["finished_at", "minutes"])
    for score in sketch.scores:
        now += timedelta(minutes=12)
        _attempt(enrolment, module, score, now)
    if sketch.scores and sketch.scores[-1] >= module.right_needed:
        enrolment.state, enrolment.ended_at, enrolment.minutes = EnrolmentState.COMPLETED, now, module.minutes
        enrolment.save(update_fields=["state", "ended_at", "minutes"])
        outbox.post("people.hours.post", {"enrolment": str(enrolment.pk)}, organisation=organisation.pk)


def _enrolment(user: User, organisation_id: object, module: Module, at: datetime) -> Enrolment:
    return Enrolment.objects.create(
        user_id=user.pk, organisation_id=organisation_id, module_id=module.id, enrolled_at=at
    )


def _attempt(enrolment: Enrolment, module: Module, score: int, at: datetime) -> None:
    """`score` questions answered rightly, the others with a wrong answer."""
    answers = {}
    for number, question in enumerate(module.questions):
        wrong = next(answer.id for answer in question.answers if not answer.right)
        answers[question.id] = sorted(question.right) if number < score else [wrong]
    Attempt.objects.create(
        organisation_id=enrolment.organisation_id,
        enrolment=enrolment,
        answers=answers,
        score=score,
        total=len(module.questions),
        pass_mark=module.pass_mark,
        passed=score >= module.right_needed,
        at=at,
    )
