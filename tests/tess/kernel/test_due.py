"""Messages that wait for their time."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Value
from django.utils import timezone

from tess.kernel import outbox
from tess.kernel.models import OutboxMessage

HOUR = timedelta(hours=1)


@pytest.fixture
def clock(monkeypatch):
    """`clock(at)`: it is that time for who delivers."""
    return lambda at: monkeypatch.setattr(outbox, "Now", lambda: Value(at))


@pytest.fixture
def handled(monkeypatch):
    """The numbers of the messages that were handled; the first try of number 2 fails."""
    found, tried = [], []

    def handle(payload, *, organisation):
        tried.append(payload["number"])
        if tried == [1, 2]:
            raise RuntimeError
        found.append((payload["number"], organisation.slug))

    monkeypatch.setitem(outbox._handlers, "tests.due", handle)
    return found


def waiting():
    with connection.as_application():
        return OutboxMessage.objects.filter(done_at=None).count()


def test_it_is_delivered_when_its_time_has_come_and_no_sooner(
    organisation, clock, handled, caplog, django_capture_on_commit_callbacks
):
    now = timezone.now()
    with django_capture_on_commit_callbacks() as rung:
        outbox.post("tests.due", {"number": 2}, organisation=organisation.pk, due=now + 2 * HOUR)
        outbox.post("tests.due", {"number": 1}, organisation=organisation.pk, due=now + HOUR)
    assert rung == []  # the broker has nothing to do yet
    clock(now + HOUR - timedelta(microseconds=1))
    assert outbox.deliver_due() == 0
    clock(now + HOUR)
    assert outbox.deliver_due() == 1
    assert handled == [(1, "rivage")]
    clock(now + 3 * HOUR)
    outbox.deliver_due()  # whoever sweeps late finds it all the same
    assert handled == [(1, "rivage")]
    assert "RuntimeError" in caplog.text
    caplog.clear()
    clock(now + 4 * HOUR)
    outbox.deliver_due()  # and again after a failure
    assert handled == [(1, "rivage"), (2, "rivage")]
    assert waiting() == 0


def test_a_time_without_a_zone_is_no_time(organisation):
    with pytest.raises(ValueError, match="zone"):
        outbox.post("tests.due", {"number": 1}, organisation=organisation.pk, due=datetime(2026, 9, 7, 9))
    assert waiting() == 0
