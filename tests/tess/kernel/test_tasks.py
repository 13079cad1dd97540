"""Celery fails closed: a real worker, a real broker, messages that lie."""

import uuid

import pytest

from tenants.organisations.domain.suspension import suspend_organisation
from tess.kernel import outbox
from tess.kernel.actor import Actor
from tess.kernel.models import OutboxMessage
from tess.kernel.tenancy.tasks import COLLECTIVE, HEADER
from tests.tess.kernel.committed import sql
from tests.tess.kernel.working import noted

TESTS = Actor.system("tests")


def test_a_task_runs_for_whom_its_message_says_or_not_at_all(founded, worker):
    served, suspended, gone = founded("essai"), founded("autre"), founded("parti")
    suspend_organisation(suspended, reason="essai", actor=TESTS)
    sql("DROP SCHEMA org_parti CASCADE")
    worker.start()

    refused = [
        ("note", {}),
        ("note", {HEADER: COLLECTIVE}),
        ("note", {HEADER: "public"}),
        ("note", {HEADER: str(uuid.uuid4())}),
        ("note", {HEADER: str(suspended.pk)}),
        ("note", {HEADER: str(gone.pk)}),
        ("note_for_all", {}),
        ("note_for_all", {HEADER: str(served.pk)}),
    ]
    for number, (task, headers) in enumerate(refused):
        worker.send(task, f"refused {number}", headers=headers)
    worker.send("fail", "undone", headers={HEADER: str(served.pk)})
    worker.send("note_for_all", "after an error", headers={HEADER: COLLECTIVE})
    worker.send("note", "mine", headers={HEADER: str(served.pk)})
    worker.wait_for(lambda: any(word == "mine" for _who, _path, word in noted()))

    found = noted()
    assert ("o_test_tess_org_essai", "org_essai", "mine") in found
    assert ("tess_app", "public", "after an error") in found, "an exception leaves the connection clean"
    assert not [word for _who, _path, word in found if word.startswith("refused")]
    assert worker.said().count("WrongOrganisation") >= len(refused)
    assert 'relation "nowhere" does not exist' in worker.said()
    assert "undone@essai.example" not in worker.said(), "what failed is in the log, on which values is not"


@pytest.mark.parametrize("served", [True, False])
def test_the_sweep_finds_what_the_doorbell_missed(founded, worker, served):
    organisation = founded("essai")
    outbox.post("tests.worked", {"word": "waited"}, organisation=organisation.pk)
    if not served:
        suspend_organisation(organisation, reason="essai", actor=TESTS)
    outbox.post("tests.worked", {"word": "collective"}, organisation=None)
    worker.start()
    worker.send("sweep", headers={HEADER: COLLECTIVE})
    worker.wait_for(lambda: any(word == "collective" for _who, _path, word in noted()))
    expected = [("tess_app", "public", "collective")]
    if served:
        expected.insert(0, ("o_test_tess_org_essai", "org_essai", "waited"))
    assert noted() == expected
    assert OutboxMessage.objects.filter(done_at=None).count() == (0 if served else 1)
