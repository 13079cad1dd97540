"""An entry said to be wrong: organisations say so, everybody sees it, the coordination answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.governance.domain import requests
from tenants.governance.models import Outcome
from tenants.relays import rules
from tenants.relays.claims import WORDS
from tenants.relays.models import Service
from tess.kernel import audit
from tess.kernel.errors import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tenants.governance.models import CommonsRequest
    from tess.kernel.actor import Actor


def _flag(request: CommonsRequest) -> None:
    service = Service.objects.select_for_update().filter(pk=request.subject_id).first()
    if service is not None and request.word not in service.claims:
        service.claims = sorted({*service.claims, request.word})
        service.save(update_fields=["claims"])


CLAIMS = requests.kind("relays.entry", words=WORDS, received=_flag)


def claim(service: Service, word: str, *, actor: Actor) -> CommonsRequest:
    """Say for the actor's organisation what is wrong with `service`. Raises Refused or DomainError (no such word)."""
    if not rules.may_claim(actor):
        raise Refused(_("Only the people who give relays' numbers say that one is wrong."))
    return requests.send(CLAIMS, service.pk, word, actor=actor)


@transaction.atomic
def dismiss(service: Service, *, actor: Actor) -> Service:
    """The coordination looked: nothing is to be corrected. Raises Refused."""
    return settle(service, Outcome.DECLINED, actor=actor)


@transaction.atomic
def withdraw(service: Service, *, actor: Actor) -> Service:
    """Take the entry out of the directory: nobody is sent there any more. Raises Refused."""
    settle(service, Outcome.ACCEPTED, actor=actor)
    service.active = False
    service.save(update_fields=["active"])
    audit.record(actor, "relays.service.withdrawn", service, fields=["active"])
    return service


@transaction.atomic
def put_back(service: Service, *, actor: Actor) -> Service:
    """Into the directory again. Raises Refused."""
    if not rules.may_verify(actor):
        raise Refused(_("Only the collective's coordination answers for the directory."))
    service.active = True
    service.save(update_fields=["active"])
    audit.record(actor, "relays.service.put_back", service, fields=["active"])
    return service


@transaction.atomic
def settle(service: Service, outcome: Outcome, *, actor: Actor) -> Service:
    """Answer all that was said of this entry, and take the flag down. Raises Refused."""
    if not rules.may_verify(actor):
        raise Refused(_("Only the collective's coordination answers for the directory."))
    requests.answer(CLAIMS, service.pk, outcome, actor=actor)
    service.claims = []
    service.save(update_fields=["claims"])
    return service


def claimed() -> QuerySet[Service]:
    """Active entries something is said of."""
    return Service.objects.filter(active=True).exclude(claims=[]).order_by("name", "pk")
