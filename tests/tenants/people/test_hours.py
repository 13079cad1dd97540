"""The hours ledger: what the verbs allow, and what Postgres refuses whoever asks."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from tenants.people.domain import hours
from tenants.people.domain.people import person_for
from tenants.people.models import Component, HoursEntry, Person, ReversalReason
from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tess.kernel.errors import Conflict, DomainError, Refused
from tess.kernel.models import AuditEntry

AT = datetime(2026, 9, 7, 18, tzinfo=UTC)
SYSTEM = Actor.system("tests")


@pytest.fixture
def actor(organisation, actor_of):
    return actor_of(organisation, Role.MANAGER)


@pytest.fixture
def person(organisation, actor):
    return person_for(uuid.uuid4(), actor=actor)


def post(person, actor, minutes=90, source="1", component=Component.THEORY):
    return hours.post(person, component, minutes, hours.Source("tests", source), at=AT, actor=actor)


def test_one_account_is_one_person(organisation, actor):
    user_id = uuid.uuid4()
    first = person_for(user_id, actor=actor)
    assert person_for(user_id, actor=actor) == first
    with connection.as_application():
        assert AuditEntry.objects.filter(action="people.person.added", object_id=str(first.pk)).count() == 1


def test_a_person_is_known_in_one_organisation_only(organisation, other_organisation, actor, actor_of, acting_for):
    user_id = uuid.uuid4()
    here = person_for(user_id, actor=actor)
    with acting_for(other_organisation):
        assert not Person.objects.filter(user_id=user_id).exists()
        there = person_for(user_id, actor=actor_of(other_organisation, Role.MANAGER))
        assert there.pk != here.pk


def test_the_same_source_counts_once(person, actor):
    first = post(person, actor)
    assert post(person, actor, minutes=900) == first
    assert [e.minutes for e in HoursEntry.objects.all()] == [90]


def test_two_people_may_share_a_source(person, actor):
    post(person, actor)
    post(person_for(uuid.uuid4(), actor=actor), actor)
    assert HoursEntry.objects.count() == 2


@pytest.mark.parametrize("minutes", [0, -5])
def test_a_line_has_minutes(person, actor, minutes):
    with pytest.raises(DomainError):
        post(person, actor, minutes=minutes)


def test_an_unknown_component_is_refused(person, actor):
    with pytest.raises(DomainError):
        post(person, actor, component="naps")


def test_a_counter_line_nets_to_zero(person, actor):
    entry = post(person, actor)
    counter = hours.reverse(entry, ReversalReason.WRONG_PERSON, actor=actor)
    assert (counter.minutes, counter.component, counter.person_id) == (-90, entry.component, person.pk)
    assert sum(e.minutes for e in person.hours.all()) == 0


def test_a_line_is_undone_once(person, actor):
    entry = post(person, actor)
    counter = hours.reverse(entry, ReversalReason.MISTAKE, actor=actor)
    with pytest.raises(Conflict):
        hours.reverse(entry, ReversalReason.MISTAKE, actor=actor)
    with pytest.raises(DomainError):
        hours.reverse(counter, ReversalReason.MISTAKE, actor=actor)
    assert HoursEntry.objects.count() == 2


def test_a_reversal_needs_a_reason_and_the_right(person, actor, actor_of, organisation):
    entry = post(person, actor)
    with pytest.raises(DomainError):
        hours.reverse(entry, "because", actor=actor)
    with pytest.raises(Refused):
        hours.reverse(entry, ReversalReason.MISTAKE, actor=actor_of(organisation, Role.LISTENER))
    assert HoursEntry.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_hoursentry SET minutes = 6000 WHERE id = %s",
        "UPDATE people_hoursentry SET at = now() WHERE id = %s",
        "DELETE FROM people_hoursentry WHERE id = %s",
    ],
)
def test_postgres_keeps_lines_as_they_are(person, actor, statement):
    entry = post(person, actor)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [entry.pk])
    assert [e.minutes for e in HoursEntry.objects.all()] == [90]


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"minutes": 0}, "only_reversals_are_negative"),
        ({"minutes": -10}, "only_reversals_are_negative"),
        ({"minutes": 60_001}, "human_size"),
        ({"component": "naps"}, "component_known"),
        ({"source_id": ""}, "come_from_somewhere"),
        ({"reason": ReversalReason.MISTAKE}, "only_reversals_are_negative"),
    ],
)
def test_postgres_refuses_an_impossible_line(person, actor, changes, constraint):
    values = {"component": "theory", "minutes": 10, "at": AT, "source_kind": "tests", "source_id": "x", **changes}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        HoursEntry.objects.create(person=person, **values)


@pytest.mark.parametrize("changes", [{"minutes": -89}, {"component": "supervised"}, {"person": None}])
def test_postgres_refuses_a_counter_line_that_undoes_something_else(person, actor, changes):
    entry = post(person, actor)
    values = {"person": person, "component": "theory", "minutes": -90, **changes}
    values["person"] = values["person"] or person_for(uuid.uuid4(), actor=actor)
    with pytest.raises(IntegrityError, match="reversal_matches"), transaction.atomic():
        HoursEntry.objects.create(
            **values, at=AT, source_kind="tests", source_id="x", reverses=entry, reason=ReversalReason.MISTAKE
        )
