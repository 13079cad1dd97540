"""What the coordination does with a candidacy before it decides: take it up, look at each point of the charter, ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.admission import checks
from tenants.admission.charter import CRITERIA
from tenants.admission.domain.access import tell_coordinators
from tenants.admission.domain.steps import CANDIDATE, locked, move, note
from tenants.admission.models import Assessment, Candidacy, Finding, Kind, Question, State
from tess.kernel import audit, mail
from tess.kernel.errors import Conflict, DomainError, NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from tess.kernel.actor import Actor

_LONGEST_QUESTION, _LONGEST_ANSWER, _LONGEST_REMARK = 3000, 6000, 2000


def get_candidacy(pk: UUID) -> Candidacy:
    """A dossier that was sent, for the coordination: a draft is the candidate's alone. Raises NotFound."""
    found = Candidacy.sent().filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such candidacy."))
    return found


@transaction.atomic
def take_up(candidacy: Candidacy, *, actor: Actor) -> Candidacy:
    """Begin the review. Raises Conflict when it has begun."""
    standing = locked(candidacy)
    move(standing, State.REVIEW)
    standing.save()
    note(standing, Kind.TAKEN_UP, actor)
    audit.record(actor, "admission.candidacy.taken_up", standing, fields=["state"])
    return standing


@transaction.atomic
def assess(candidacy: Candidacy, criterion: str, finding: str, remark: str, *, actor: Actor) -> Assessment:
    """Say what is found on one point of the charter. Raises DomainError without a remark where one is needed."""
    standing = locked(candidacy)
    label = next((str(each.label) for each in CRITERIA if each.key == criterion), None)
    if label is None or finding not in Finding.values:
        raise DomainError(_("Choose one of the answers."), field="finding")
    if standing.state not in {State.REVIEW, State.QUESTIONS}:
        raise Conflict(_("The review is not going on: nothing was changed."))
    remark = checks.prose(remark)
    if finding != Finding.MET and not remark:
        raise DomainError(_("Say why: the candidate reads it."), field="remark")
    if len(remark) > _LONGEST_REMARK:
        raise DomainError(_("Shorten it to %(count)s characters.") % {"count": _LONGEST_REMARK}, field="remark")
    found, _created = Assessment.objects.update_or_create(
        candidacy=standing,
        criterion=criterion,
        defaults={"finding": finding, "remark": remark, "user_id": actor.user_id, "at": timezone.now()},
    )
    note(standing, Kind.ASSESSED, actor, f"{label} ({found.get_finding_display()})")
    audit.record(actor, "admission.candidacy.assessed", standing, fields=[criterion])
    return found


@transaction.atomic
def ask(candidacy: Candidacy, text: str, *, actor: Actor) -> Question:
    """Ask the candidate something; the dossier opens again for them. Raises DomainError, Conflict."""
    standing = locked(candidacy)
    text = checks.prose(text)
    if not text:
        raise DomainError(_("Write your question."), field="text")
    if len(text) > _LONGEST_QUESTION:
        raise DomainError(_("Shorten it to %(count)s characters.") % {"count": _LONGEST_QUESTION}, field="text")
    if standing.state != State.QUESTIONS:
        move(standing, State.QUESTIONS)
        standing.save()
    question = Question.objects.create(candidacy=standing, text=text, asked_by=actor.user_id)
    note(standing, Kind.ASKED, actor)
    audit.record(actor, "admission.question.asked", question)
    mail.post("admission.asked", {"candidacy": str(standing.pk)})
    return question


@transaction.atomic
def answer(candidacy: Candidacy, pk: UUID, text: str) -> Question:
    """The candidate answers. Raises DomainError without words, Conflict when it was answered or closed, NotFound."""
    standing = locked(candidacy)
    question = _waiting(standing, pk)
    text = checks.prose(text)
    if not text:
        raise DomainError(_("Write your answer."), field="answer")
    if len(text) > _LONGEST_ANSWER:
        raise DomainError(_("Shorten it to %(count)s characters.") % {"count": _LONGEST_ANSWER}, field="answer")
    question.answer, question.answered_at = text, timezone.now()
    question.save(update_fields=["answer", "answered_at"])
    note(standing, Kind.ANSWERED, CANDIDATE)
    audit.record(CANDIDATE, "admission.question.answered", question)
    if _back_to_review(standing):
        tell_coordinators("admission.answered", standing)
    return question


@transaction.atomic
def drop(candidacy: Candidacy, pk: UUID, *, actor: Actor) -> Question:
    """The coordination needs no answer any more. Raises Conflict, NotFound."""
    standing = locked(candidacy)
    question = _waiting(standing, pk)
    question.dropped_at = timezone.now()
    question.save(update_fields=["dropped_at"])
    note(standing, Kind.DROPPED, actor)
    audit.record(actor, "admission.question.dropped", question)
    _back_to_review(standing)
    return question


def _waiting(standing: Candidacy, pk: UUID) -> Question:
    question: Question | None = standing.questions.filter(pk=pk).first()
    if question is None:
        raise NotFound(_("There is no such question."))
    if not question.is_waiting or standing.state != State.QUESTIONS:
        raise Conflict(_("This question waits for no answer any more: nothing was changed."))
    return question


def _back_to_review(standing: Candidacy) -> bool:
    """Once the last question is answered or closed, the review goes on."""
    if standing.questions.filter(answered_at=None, dropped_at=None).exists():
        return False
    move(standing, State.REVIEW)
    standing.save()
    return True
