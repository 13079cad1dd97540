"""A deleted account is forgotten in every organisation, under each one's own role."""

import uuid

from django.db import connection

from tenants.organisations.domain.forgetting import have_user_forgotten
from tenants.organisations.domain.suspension import suspend_organisation
from tess.kernel import outbox
from tess.kernel.actor import Actor
from tess.kernel.models import OutboxMessage
from tess.kernel.tenancy import lifecycle

TESTS = Actor.system("tests")


def _role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schema()")
        return cursor.fetchone()


def test_each_organisation_runs_its_steps_even_suspended(db, other_organisation, monkeypatch):
    seen = []
    monkeypatch.setattr(lifecycle, "_forgetful", {})
    lifecycle.forgets_users(
        "tests", lambda user_id, *, organisation: seen.append((user_id, organisation.slug, *_role()))
    )
    suspend_organisation(other_organisation, reason="essai", actor=TESTS)
    user_id = uuid.uuid4()
    assert have_user_forgotten(user_id, actor=TESTS) == 2
    assert outbox.deliver_due() == 2
    assert sorted(seen) == [
        (user_id, slug, f"o_test_tess_org_{slug}", f"org_{slug}") for slug in ("rivage", "veilleurs")
    ]
    assert not OutboxMessage.objects.filter(done_at=None).exists()


def test_one_that_fails_is_tried_again_and_holds_up_nobody(db, monkeypatch):
    seen = []

    def step(user_id, *, organisation):
        seen.append(organisation.slug)
        if organisation.slug == "rivage":
            raise RuntimeError

    monkeypatch.setattr(lifecycle, "_forgetful", {"tests": step})
    have_user_forgotten(uuid.uuid4(), actor=TESTS)
    assert outbox.deliver_due() == 2
    assert sorted(seen) == ["rivage", "veilleurs"]
    (waiting,) = OutboxMessage.objects.filter(done_at=None)
    assert waiting.attempts == 1
    assert waiting.failure == "RuntimeError"


def test_after_a_restore_those_forgotten_since_are_forgotten_again(db, organisation, other_organisation, monkeypatch):
    seen = []
    monkeypatch.setattr(
        lifecycle, "_forgetful", {"tests": lambda user_id, *, organisation: seen.append(organisation.slug)}
    )
    with connection.as_application():
        have_user_forgotten(uuid.uuid4(), actor=TESTS)
        outbox.deliver_due()
        assert sorted(seen) == ["rivage", "veilleurs"]
        lifecycle.steps_after_restore()["organisations"](organisation=other_organisation)
        assert outbox.deliver_due() == 1
    assert sorted(seen) == ["rivage", "veilleurs", "veilleurs"]
