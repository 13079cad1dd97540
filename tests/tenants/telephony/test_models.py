from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tenants.telephony.models import Call, Line, Outcome

START = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)


def a_line(**more):
    return Line.objects.create(**{"name": "Écoute", "number": "01 99 00 12 34"} | more)


def a_call(line, **more):
    standing = {
        "line": line,
        "source": "generic",
        "external_id": "A1",
        "started_at": START,
        "answered_at": START + timedelta(seconds=20),
        "ended_at": START + timedelta(seconds=80),
        "wait_seconds": 20,
        "talk_seconds": 60,
        "outcome": Outcome.ANSWERED,
    }
    return Call.objects.create(**standing | more)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"answered_at": START - timedelta(seconds=1)}, "answered_after_start"),
        ({"outcome": "abandoned"}, "answered_after_start"),
        ({"ended_at": START + timedelta(seconds=10)}, "ended_last"),
        ({"wait_seconds": -1}, "seconds_not_negative"),
        ({"outcome": "lost", "answered_at": None}, "outcome_known"),
        ({"source": "fax"}, "source_known"),
        ({"external_id": ""}, "holds_no_number"),
        ({"external_id": "0612345678"}, "holds_no_number"),
        ({"agent": "+33612345678"}, "holds_no_number"),
        ({"queue": "0033612345678"}, "holds_no_number"),
    ],
)
def test_the_database_refuses_a_call_that_cannot_be(organisation, wrong, constraint):
    line = a_line()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        a_call(line, **wrong)


def test_a_call_is_known_once_by_line_source_identifier_and_start(organisation):
    line, second = a_line(), a_line(number="01 99 00 12 35")
    a_call(line)
    a_call(second)
    a_call(line, source="asterisk")
    later = START + timedelta(seconds=1)
    a_call(line, started_at=later, answered_at=None, outcome="unknown", wait_seconds=0)
    with pytest.raises(IntegrityError, match="known_once"), transaction.atomic():
        a_call(line)


def test_a_number_serves_one_line_in_service(organisation):
    a_line(active=False)
    a_line()
    with pytest.raises(IntegrityError, match="number_once"), transaction.atomic():
        a_line()


def test_no_column_is_meant_for_a_caller_number(organisation):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name = 'telephony_call'"
        )
        columns = {name for (name,) in cursor.fetchall()}
    assert not {name for name in columns if "number" in name or "caller" in name or "src" in name}
