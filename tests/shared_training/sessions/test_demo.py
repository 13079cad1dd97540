"""The demonstration's training and people: plausible, loadable twice, complete for the organisations that are there."""

import pytest
from django.db import connection

from shared_training.catalogue import demo as catalogue_demo
from shared_training.sessions import demo as sessions_demo
from shared_training.sessions.models import Enrolment, EnrolmentState
from tenants.organisations.models import Organisation
from tenants.people import demo as people_demo
from tenants.people.domain import queries
from tenants.people.models import HoursEntry
from tess.config import demo
from tess.kernel import outbox
from tess.kernel.actor import Actor


@pytest.fixture
def world(db, monkeypatch):
    with connection.as_application():
        found = {organisation.slug: organisation for organisation in Organisation.objects.all()}
        monkeypatch.setattr(demo, "SKETCHES", tuple(s for s in demo.SKETCHES if s.slug in found))
        world = demo.DemoWorld(organisations=found, users=demo._people(found))
        for _twice in range(2):
            catalogue_demo.load(world)
            people_demo.load(world)
            sessions_demo.load(world)
        return world


def test_most_listeners_have_their_hours(world):
    with connection.acting_for(world.organisations["rivage"]):
        team = queries.team(Actor.system("tests"))
        listeners = [mate for mate in team if "listener" in mate.roles]
        assert len(listeners) == 30
        assert sum(mate.path_done for mate in listeners) == 26
        assert all(mate.on_path < 160 * 60 for mate in listeners)
        assert not HoursEntry.objects.filter(at__date__gt=world.today).exists()
        assert HoursEntry.objects.exclude(reverses=None).count() == 1


def test_training_stands_in_several_states_and_its_hours_arrive(world):
    states = set(Enrolment.objects.values_list("state", flat=True))
    assert states == {EnrolmentState.ENROLLED, EnrolmentState.COMPLETED}
    completed = Enrolment.objects.filter(state=EnrolmentState.COMPLETED).count()
    assert outbox.deliver_due() == completed == 3
    with connection.acting_for(world.organisations["rivage"]):
        assert HoursEntry.objects.filter(source_kind="training.enrolment", minutes=65).count() == 2
