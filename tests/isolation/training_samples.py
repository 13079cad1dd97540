"""Somebody's training record, for the paths of the training pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from shared_training.catalogue.domain.queries import module_called
from shared_training.sessions.domain import doors, enrolments, lessons, quizzes
from tess.kernel.actor import Actor

if TYPE_CHECKING:
    from tenants.organisations.models import Organisation
    from tess.identity.models import User


def follow(organisation: Organisation, user: User, *, passes: bool) -> dict[str, Any]:
    """Every lesson read and the quiz answered, rightly or wrongly (then it stays open); what to put in paths."""
    with connection.as_application():
        module = module_called("accueillir-un-appel")
        _found, learner = doors.learner(Actor(user_id=user.pk, organisation_id=None), organisation.pk)
    with connection.acting_for(organisation):
        record = enrolments.enrol(module, actor=learner)
        for lesson in module.lessons:
            lessons.finish_lesson(record, lesson, actor=learner)
        chosen = {question.id: question.right if passes else _wrong(question) for question in module.questions}
        attempt = quizzes.answer(record, module, chosen, actor=learner)
    return {"training": record.pk, "lesson": module.lessons[0].id, "attempt": attempt.pk}


def _wrong(question: Any) -> set[str]:
    return {answer.id for answer in question.answers if answer.id not in question.right}
