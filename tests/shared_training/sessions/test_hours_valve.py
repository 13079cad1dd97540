"""From a completed training to an organisation's hours: once, under its role, and seen by its own people alone."""

import logging

import pytest
from django.db import connection

from shared_training.sessions.models import Enrolment
from tenants.people import tasks
from tenants.people.domain import hours
from tenants.people.domain.people import person_for
from tenants.people.models import Component, HoursEntry, Person, ReversalReason
from tess.identity.roles import Role
from tess.kernel import outbox
from tess.kernel.actor import Actor
from tess.kernel.errors import NotFound
from tess.kernel.models import OutboxMessage
from tess.kernel.tenancy import lifecycle


@pytest.fixture
def trained(follow, ana, rivage, veilleurs):
    """Ana has completed the module for Écoute Rivage, and has begun it for the Veilleurs de nuit."""
    there = follow(ana, veilleurs, read=2)
    return follow(ana, rivage, read=4, quiz=True), there


def lines(organisation):
    with connection.acting_for(organisation):
        return list(HoursEntry.objects.values_list("component", "minutes", "source_id"))


def test_completed_training_becomes_hours_of_theory(trained, ana, rivage, veilleurs):
    here, _there = trained
    assert lines(rivage) == []
    assert outbox.deliver_due() == 1
    assert lines(rivage) == [(Component.THEORY, 40, str(here.record.pk))]
    assert lines(veilleurs) == []
    with connection.acting_for(veilleurs):
        assert not Person.objects.exists()


def test_delivered_again_it_adds_nothing(trained, ana, rivage):
    here, _there = trained
    for _delivery in range(3):
        outbox.post("people.hours.post", {"enrolment": str(here.record.pk)}, organisation=rivage.pk)
    assert outbox.deliver_due() == 4
    OutboxMessage.objects.update(done_at=None)
    assert outbox.deliver_due() == 4
    assert len(lines(rivage)) == 1
    with connection.acting_for(rivage):
        assert Person.objects.count() == 1


def test_it_joins_the_person_who_is_already_there(trained, ana, rivage):
    system = Actor.system("tests", rivage.pk)
    with connection.acting_for(rivage):
        person = person_for(ana.pk, actor=system)
    outbox.deliver_due()
    with connection.acting_for(rivage):
        assert HoursEntry.objects.get().person == person


def test_after_a_restore_the_completed_trainings_of_that_organisation_are_told_again(trained, rivage, veilleurs):
    here, _there = trained
    outbox.deliver_due()
    step = lifecycle.steps_after_restore()["training_sessions"]
    for organisation in (rivage, veilleurs):
        step(organisation=organisation)
    (again,) = OutboxMessage.objects.filter(done_at=None)
    assert (again.organisation_id, again.payload) == (rivage.pk, {"enrolment": str(here.record.pk)})
    assert outbox.deliver_due() == 1
    assert lines(rivage) == [(Component.THEORY, 40, str(here.record.pk))], "what a backup still had is not added twice"


def test_hours_undone_are_not_posted_again(trained, rivage):
    here, _there = trained
    outbox.deliver_due()
    with connection.acting_for(rivage):
        hours.reverse(HoursEntry.objects.get(), ReversalReason.NOT_HELD, actor=Actor.system("tests", rivage.pk))
    outbox.post("people.hours.post", {"enrolment": str(here.record.pk)}, organisation=rivage.pk)
    outbox.deliver_due()
    assert sum(minutes for _component, minutes, _source in lines(rivage)) == 0


def test_an_organisation_takes_no_hours_from_anothers_record(trained, rivage, veilleurs, caplog):
    here, there = trained
    outbox.deliver_due()
    with caplog.at_level(logging.CRITICAL):
        outbox.post("people.hours.post", {"enrolment": str(here.record.pk)}, organisation=veilleurs.pk)
        outbox.post("people.hours.post", {"enrolment": str(there.record.pk)}, organisation=veilleurs.pk)  # under way
        outbox.deliver_due()
    assert lines(veilleurs) == []
    waiting = OutboxMessage.objects.filter(done_at=None)
    assert {message.failure for message in waiting} == {"NotFound"}
    with connection.acting_for(veilleurs), pytest.raises(NotFound):
        tasks.post_training_hours({"enrolment": str(here.record.pk)}, organisation=veilleurs)


def test_each_organisations_manager_sees_its_own_side_of_a_shared_person(
    trained, ana, rivage, veilleurs, member, client_of, text
):
    outbox.deliver_due()
    ours = client_of(rivage, member(rivage, Role.MANAGER))
    theirs = client_of(veilleurs, member(veilleurs, Role.MANAGER))
    page = text(ours.get(f"/equipe/{ana.pk}/"))
    assert "a fait 40 min sur les 120 heures" in page
    assert "Accueillir un appel" in page
    assert "terminée" in page
    assert "en cours" not in page
    page = text(theirs.get(f"/equipe/{ana.pk}/"))
    assert "40 min" not in page
    assert "terminée" not in page
    assert "2 leçons lues" in page
    assert "est au début de son parcours de 120 heures" in page
    assert "40 min" not in text(theirs.get("/equipe/"))


def test_a_listener_does_not_see_a_colleagues_training(trained, ana, rivage, member, client_of, text):
    outbox.deliver_due()
    web = client_of(rivage, member(rivage, Role.LISTENER))
    assert web.get(f"/equipe/{ana.pk}/").status_code == 403
    assert "Accueillir" not in text(web.get("/equipe/mes-heures/"))
    assert "Accueillir un appel" in text(client_of(rivage, ana).get("/equipe/mes-heures/"))


def test_the_record_says_whom_it_is_for_and_no_more_leaves(trained, ana, rivage):
    here, _there = trained
    message = OutboxMessage.objects.get()
    assert (message.kind, message.payload) == ("people.hours.post", {"enrolment": str(here.record.pk)})
    assert message.organisation_id == rivage.pk == Enrolment.objects.get(pk=here.record.pk).organisation_id
