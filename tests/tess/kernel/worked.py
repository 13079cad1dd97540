"""The tasks a test's worker knows: `celery -A tests.tess.kernel.worked worker`."""

import time

import django

django.setup()

from tess.config.celery_app import app  # noqa: E402
from tess.kernel import outbox  # noqa: E402
from tess.kernel.tenancy.db import connection  # noqa: E402
from tess.kernel.tenancy.tasks import collective_task, organisation_task  # noqa: E402


def _note(word):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.tests_worked (who, path, word) VALUES (current_user, current_schema(), %s)", [word]
        )


@organisation_task
def note(word):
    _note(word)


@organisation_task
def fail(word):
    _note(word)
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s FROM nowhere", [f"{word}@essai.example"])


@collective_task
def note_for_all(word):
    _note(word)


@collective_task
def sweep():
    outbox.deliver_due()


@outbox.handles("tests.worked")
def work(payload, *, organisation):
    _note(payload["word"])
    time.sleep(payload.get("pause", 0) / 1000)


__all__ = ["app"]
