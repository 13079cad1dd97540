"""Several workers sweep the same outbox at the same time."""

import threading

import pytest
from django.db import connection

from tess.kernel import outbox
from tess.kernel.models import OutboxMessage
from tests.tess.kernel.committed import sql

MESSAGES, WORKERS = 50, 2


@pytest.fixture
def organisation(founded):
    found = founded("essai")
    sql("CREATE TABLE org_essai.handled (number int, worker text)")
    return found


def test_each_message_is_handled_once_by_one_of_them(organisation, monkeypatch):
    meet, known = threading.Barrier(WORKERS, timeout=30), threading.local()

    def handle(payload, *, organisation):
        if not hasattr(known, "met"):  # each has a message of its own in hand while the other holds one
            known.met = meet.wait()
        with connection.cursor() as cursor:
            name = threading.current_thread().name
            cursor.execute("INSERT INTO handled VALUES (%s, %s)", [payload["number"], name])

    monkeypatch.setitem(outbox._handlers, "tests.once", handle)
    for number in range(MESSAGES):
        outbox.post("tests.once", {"number": number}, organisation=organisation.pk)

    def sweep():
        try:
            while outbox.deliver_due():
                pass
        finally:
            connection.close()

    workers = [threading.Thread(target=sweep, name=f"worker {number}") for number in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    found = sql("SELECT number, worker FROM org_essai.handled")
    assert sorted(number for number, _worker in found) == list(range(MESSAGES))
    assert {worker for _number, worker in found} == {worker.name for worker in workers}
    ours = OutboxMessage.objects.filter(kind="tests.once")
    assert set(ours.values_list("attempts", "failure")) == {(1, "")}
    assert not ours.filter(done_at=None).exists()
