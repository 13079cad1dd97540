"""What fails is told, and what it failed on is not: neither in a log nor in the outbox."""

import logging
import logging.config

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from tess.kernel import outbox
from tess.kernel.logs import without_values
from tess.kernel.models import OutboxMessage

SECRET = "ana@essai.example"


@pytest.fixture
def formatted():
    """`formatted(record)`: as the product's own handler writes it."""
    configurator = logging.config.DictConfigurator(settings.LOGGING)
    return configurator.configure_formatter(dict(settings.LOGGING["formatters"]["plain"])).format


def _fail(statement):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS person (email text PRIMARY KEY, note text NOT NULL)")
        cursor.execute(statement, {"email": SECRET, "note": f"one line\n\nand {SECRET}"})


FAILURES = [
    "INSERT INTO person VALUES (%(email)s, 'x'), (%(email)s, 'x')",
    "INSERT INTO person VALUES (%(note)s, NULL)",
    "SELECT %(email)s FROM nowhere",
    "DO $$ BEGIN EXECUTE 'SELECT ''ana@essai.example'' FROM nowhere'; END $$",
]


@pytest.mark.parametrize("statement", FAILURES)
def test_a_failed_message_tells_the_class_and_the_place_alone(db, statement, caplog, formatted, monkeypatch):
    monkeypatch.setitem(outbox._handlers, "tests.fails", lambda payload, *, organisation: _fail(statement))
    outbox.post("tests.fails", {"id": "1"}, organisation=None)
    with caplog.at_level(logging.ERROR):
        assert outbox.deliver_due() == 1
    (message,) = OutboxMessage.objects.all()
    assert message.failure in ("IntegrityError", "ProgrammingError")
    (record,) = [each for each in caplog.records if each.name == "tess.kernel.outbox"]
    written = formatted(record)
    assert SECRET not in written
    assert "Traceback" in written
    assert "test_logs.py" in written, "where it failed is still told"
    assert "constraint" in written or "nowhere" in written


def test_so_does_what_celery_says_of_a_task(db):
    """The exception's repr in its first line, then the traceback."""
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        _fail(FAILURES[0])
    said = f"Task x raised unexpected: {error.value!r}\nTraceback (most recent call last):\n  File x\n{error.value}"
    assert SECRET in said
    told = without_values(said)
    assert SECRET not in told
    assert "  File x" in told
    assert told.count("person_pkey") == 2


def test_what_quotes_nothing_is_left_as_it_is():
    for text in ("GET /appels/ 200", "Traceback (most recent call last):\n  File x, line 3\nValueError: LINE up"):
        assert without_values(text) == text
