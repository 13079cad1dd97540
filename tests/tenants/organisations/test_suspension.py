"""A suspended organisation is closed; resumed, it goes on where it was."""

import pytest
from django.db import connection

from tenants.organisations.domain.suspension import resume_organisation, suspend_organisation
from tess.identity.models import Session
from tess.identity.roles import Role
from tess.kernel import outbox
from tess.kernel.actor import Actor
from tess.kernel.errors import Conflict, DomainError
from tess.kernel.models import AuditEntry, OutboxMessage

TESTS = Actor.system("tests")


def test_its_pages_close_and_its_people_are_signed_out(other_organisation, client_of, member):
    user = member(other_organisation, Role.LISTENER)
    web = client_of(other_organisation, user)
    assert web.get("/").status_code == 200
    suspended = suspend_organisation(other_organisation, reason="Cotisation impayée", actor=TESTS)
    assert suspended.state_reason == "Cotisation impayée"
    assert not Session.objects.filter(organisation_id=other_organisation.pk).exists()
    assert Session.objects.filter(user=user, organisation=None).exists(), "still signed in at the collective's host"
    assert web.get("/")["Location"].startswith("/entrer/")
    assert client_of(other_organisation, user).get("/").status_code == 403


def test_what_waits_is_done_once_it_is_resumed(other_organisation, monkeypatch):
    done = []
    monkeypatch.setitem(
        outbox._handlers, "tests.essai", lambda payload, *, organisation: done.append(organisation.slug)
    )
    suspended = suspend_organisation(other_organisation, reason="essai", actor=TESTS)
    outbox.post("tests.essai", {"id": "1"}, organisation=suspended.pk)
    assert outbox.deliver_due() == 0
    resumed = resume_organisation(suspended, actor=TESTS)
    assert resumed.is_served
    assert resumed.state_reason == ""
    assert outbox.deliver_due() == 1
    assert done == ["veilleurs"]
    assert OutboxMessage.objects.get().attempts == 1


def test_what_a_law_wants_done_does_not_wait(other_organisation, monkeypatch, request):
    done = []
    monkeypatch.setitem(outbox._handlers, "tests.law", lambda payload, *, organisation: done.append(organisation.slug))
    # added, never replaced: what is registered meanwhile, once in a process, would go with the replacement
    outbox._even_suspended.add("tests.law")
    request.addfinalizer(lambda: outbox._even_suspended.discard("tests.law"))
    suspend_organisation(other_organisation, reason="essai", actor=TESTS)
    outbox.post("tests.law", {"id": "1"}, organisation=other_organisation.pk)
    assert outbox.deliver_due() == 1
    assert done == ["veilleurs"]


def test_it_says_who_and_never_why_in_the_audit(other_organisation):
    suspend_organisation(other_organisation, reason="un secret", actor=TESTS)
    entry = AuditEntry.objects.get(action="organisations.organisation.suspended")
    assert entry.label == "tests"
    assert entry.object_id == str(other_organisation.pk)
    assert "secret" not in str(vars(entry))


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_a_reason_is_needed_and_has_a_length(other_organisation, reason):
    with pytest.raises(DomainError) as refusal:
        suspend_organisation(other_organisation, reason=reason, actor=TESTS)
    assert refusal.value.field == "reason"


def test_only_allowed_transitions(other_organisation):
    with pytest.raises(Conflict):
        resume_organisation(other_organisation, actor=TESTS)
    suspended = suspend_organisation(other_organisation, reason="essai", actor=TESTS)
    with pytest.raises(Conflict):
        suspend_organisation(suspended, reason="encore", actor=TESTS)


def test_the_database_knows_the_states(db):
    with pytest.raises(Exception, match="organisation_state_known"), connection.cursor() as cursor:
        cursor.execute("UPDATE organisations_organisation SET state = 'asleep'")
