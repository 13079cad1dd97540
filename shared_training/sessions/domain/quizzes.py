"""Answering a module's quiz: marked at once, as often as one likes until it is passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shared_training.sessions.domain.enrolments import complete, hold
from shared_training.sessions.models import Attempt
from tess.kernel import audit
from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from uuid import UUID

    from shared_training.catalogue.domain.queries import Module
    from shared_training.sessions.models import Enrolment
    from tess.kernel.actor import Actor


@transaction.atomic
def answer(enrolment: Enrolment, module: Module, chosen: Mapping[str, AbstractSet[str]], *, actor: Actor) -> Attempt:
    """Mark `chosen` (question id → ids of the answers ticked) and keep it; a passed quiz completes the training.

    Raises Conflict when the training has ended, DomainError when a lesson is unread, a question is unanswered or an
    answer is not one of its question's.
    """
    held = hold(enrolment)
    read = set(held.lessons_read.exclude(finished_at=None).values_list("lesson", flat=True))
    if not may_answer(module, read):
        raise DomainError(_("The quiz opens once every lesson has been read."))
    score, now = mark(module, chosen), timezone.now()
    attempt = Attempt.objects.create(
        organisation_id=held.organisation_id,
        enrolment=held,
        answers={question: sorted(answers) for question, answers in chosen.items()},
        score=score,
        total=len(module.questions),
        pass_mark=module.pass_mark,
        passed=score >= module.right_needed,
        at=now,
    )
    audit.record(actor, "training.quiz.answered", attempt, fields=["score"])
    if attempt.passed:
        complete(held, at=now, actor=actor)
    return attempt


def may_answer(module: Module, read: AbstractSet[UUID]) -> bool:
    """Whether every lesson of the module, as it stands today, is among those read."""
    return {lesson.id for lesson in module.lessons} <= read


def mark(module: Module, chosen: Mapping[str, AbstractSet[str]]) -> int:
    """How many questions are answered rightly: all the right answers and no other. Raises DomainError (see `answer`)."""
    if set(chosen) != {question.id for question in module.questions}:
        raise DomainError(_("Answer every question of the quiz, and no other."))
    score = 0
    for question in module.questions:
        ticked = chosen[question.id]
        if not ticked or not ticked <= {answer.id for answer in question.answers}:
            raise DomainError(_("Choose among the answers of each question."))
        score += ticked == question.right
    return score
