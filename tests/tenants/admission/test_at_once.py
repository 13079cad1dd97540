"""Two coordinators decide in the same instant, in two processes: one is heard, the other is told, one letter leaves."""

import os

import pytest
from django.db import connections
from django.utils import timezone

from tenants.admission.charter import CRITERIA
from tenants.admission.domain import decision
from tenants.admission.models import Assessment, Candidacy, Event, Finding, Kind, State
from tess.identity.domain.memberships import grant, open_account
from tess.kernel.actor import Actor
from tess.kernel.errors import Conflict
from tess.kernel.models import OutboxMessage
from tests.tenants.admission import test_opening as first

found = first.found
TESTS = Actor.system("tests")
HEARD, TOLD = 11, 12


@pytest.fixture
def people(found):
    made = []
    for name in ("Ana Ruiz", "Bo Le Bihan"):
        user = open_account(f"{name[:2].lower()}@collectif.example", name, "mot de passe long", actor=TESTS)
        grant(user, None, ["coordinator"], actor=TESTS)
        made.append(Actor(user_id=user.pk, organisation_id=None, roles=frozenset({"coordinator"})))
    return made


def test_of_two_who_decide_in_the_same_instant_one_is_heard(people):
    candidacy = Candidacy.objects.create(
        name="Écoute Estran",
        contact_name="Yann Corre",
        contact_email="contact@estran.example",
        contact_verified_at=timezone.now(),
        state=State.REVIEW,
    )
    for each in CRITERIA:
        Assessment.objects.create(candidacy=candidacy, criterion=each.key, finding=Finding.MET)
    for person in people:
        decision.vote(candidacy, "for", "", actor=person)
    connections.close_all()
    children = []
    for number in range(6):
        child = os.fork()
        if child == 0:
            try:
                decision.decide(candidacy, admit=True, reasons=f"Motif {number}.", actor=people[number % 2])
            except Conflict:
                os._exit(TOLD)
            os._exit(HEARD)
        children.append(child)
    ends = sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
    assert ends == [HEARD, *[TOLD] * 5]
    assert Candidacy.objects.get().state == State.ADMITTED
    assert Event.objects.filter(kind=Kind.ADMITTED).count() == 1
    assert OutboxMessage.objects.filter(payload__letter="admission.admitted").count() == 1
