"""Requests to the commons: an organisation says a word about a shared thing, the wing that owns it answers.

    CLAIMS = requests.kind("relays.entry", words=…, received=flag)   # once, in the owning wing
    requests.send(CLAIMS, service.pk, "number", actor=actor)          # at the organisation's host
    requests.answer(CLAIMS, service.pk, Outcome.ACCEPTED, actor=…)    # at the collective's, after the wing's own check

Sending writes the row and the work to do in one transaction; `received` runs later, as the application.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.governance.models import Answer, CommonsRequest, Outcome
from tess.kernel import audit, outbox
from tess.kernel.errors import DomainError, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from tess.kernel.actor import Actor

ARRIVED = "governance.request"


class Received(Protocol):
    """What the owning wing does when a request arrives; may come twice, hence idempotent."""

    def __call__(self, request: CommonsRequest) -> None: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of request: the words an organisation may say, each with how people read it."""

    code: str
    words: Mapping[str, str | Promise]
    received: Received


_kinds: dict[str, Kind] = {}


def kind(code: str, *, words: Mapping[str, str | Promise], received: Received) -> Kind:
    """Register a kind of request; its code says wing and thing ("relays.entry"). Raises ValueError when taken."""
    if code in _kinds:
        raise ValueError(f"two owners of the requests {code!r}")
    _kinds[code] = Kind(code, words, received)
    return _kinds[code]


@transaction.atomic
def send(what: Kind, subject_id: UUID, word: str, *, actor: Actor) -> CommonsRequest:
    """Say `word` of the shared thing `subject_id` for the actor's organisation; what waits already isn't said twice.

    Raises Refused (somebody of the collective) or DomainError (a word that isn't one of the kind's).
    """
    if actor.organisation_id is None:
        raise Refused(_("A request to the collective is an organisation's."))
    if actor.practice:
        raise Refused(_("This is a sandbox: nothing leaves it for the collective."))
    if word not in what.words:
        raise DomainError(_("This answer is not one of the choices."), field="word")
    said = waiting(what).filter(organisation_id=actor.organisation_id, subject_id=subject_id, word=word).first()
    if said is not None:
        return said
    request = CommonsRequest(organisation_id=actor.organisation_id, kind=what.code, subject_id=subject_id, word=word)
    request.save(force_insert=True)
    audit.record(actor, "governance.request.sent", request, fields=["kind", "subject_id", "word"])
    outbox.post(ARRIVED, {"request": str(request.pk)}, organisation=actor.organisation_id)
    return request


def receive(request_id: UUID) -> None:
    """Hand a request that has arrived to the wing that owns its kind; acts as the application."""
    request = CommonsRequest.objects.get(pk=request_id)
    if not Answer.objects.filter(pk=request.pk).exists():
        _kinds[request.kind].received(request)


@transaction.atomic
def answer(what: Kind, subject_id: UUID, outcome: Outcome, *, actor: Actor) -> int:
    """Answer all that waits of this kind about one thing; returns how many. The owning wing has checked who may."""
    asked = list(waiting(what).filter(subject_id=subject_id).select_for_update(of=("self",)))
    for request in asked:
        Answer.objects.create(request=request, organisation_id=request.organisation_id, outcome=outcome)
        audit.record(actor, f"governance.request.{outcome}", request, fields=["outcome"])
    return len(asked)


def waiting(what: Kind) -> QuerySet[CommonsRequest]:
    """Requests without an answer, oldest first: everybody's for the collective, its own for an organisation."""
    return CommonsRequest.objects.filter(kind=what.code, answer=None).order_by("sent_at", "pk")
