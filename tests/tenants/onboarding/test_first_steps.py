"""The first steps: told by what is there, left and come back to, known to the collective as a percentage alone."""

import pytest
from django.db import connection

from tenants.onboarding import steps as registry
from tenants.onboarding.domain import progress as setting_up
from tenants.onboarding.models import LeftOut
from tenants.onboarding.steps import Step, step, steps
from tenants.organisations.models import Organisation
from tenants.telephony.models import Line
from tess.identity.roles import Role
from tess.kernel import outbox
from tess.kernel.errors import DomainError, NotFound, Refused
from tess.kernel.models import AuditEntry

HOURS = "Mo-Fr 09:00-19:00"


@pytest.fixture
def director(organisation, member, client_of):
    return client_of(organisation, member(organisation, Role.DIRECTOR, name="Ada Moreau"))


def words(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def stand(organisation, acting_for):
    """Where a step stands, in the organisation of the test or in another."""

    def find(code, where=organisation):
        with acting_for(where):
            return next(each for each in setting_up.progress().stands if each.step.code == code)

    return find


def test_a_step_is_done_when_what_it_asks_for_is_there(stand):
    assert not stand("lines").done
    line = Line.objects.create(name="Nuit", number="0199000001")
    assert not stand("lines").done
    line.opening_hours = HOURS
    line.save()
    assert stand("lines").done


def test_the_page_says_what_is_behind_and_what_comes_next(organisation, director, acting_for):
    page = words(director.get("/premiers-pas/"))
    assert "Mettons votre organisation en place." in page
    assert 'href="/appels/lignes/nouvelle/"' in page
    with acting_for(organisation):
        Line.objects.create(name="Nuit", number="0199000001", opening_hours=HOURS)
    page = words(director.get("/premiers-pas/"))
    assert f"1 étape sur {len(steps())} est derrière vous." in page


def test_a_step_one_may_leave_out_is_left_and_taken_back(director, stand):
    assert director.post("/premiers-pas/calls/laisser/").status_code == 302
    assert stand("calls").is_over
    assert "laissé de côté" in words(director.get("/premiers-pas/"))
    assert director.post("/premiers-pas/calls/reprendre/").status_code == 302
    assert not stand("calls").is_over
    with connection.as_application():
        found = set(AuditEntry.objects.filter(action__startswith="onboarding.").values_list("action", flat=True))
    assert found == {"onboarding.step.left_out", "onboarding.step.taken_back"}


def test_a_step_that_matters_is_not_left_out(organisation, director, acting_for):
    page = director.post("/premiers-pas/lines/laisser/", follow=True)
    assert "ne peut pas être laissée de côté" in words(page)
    with acting_for(organisation):
        assert not LeftOut.objects.exists()


def test_verbs_refuse_whoever_may_not_and_what_is_not(organisation, actor_of):
    with pytest.raises(Refused):
        setting_up.leave_out("calls", actor=actor_of(organisation, Role.LISTENER))
    director = actor_of(organisation, Role.DIRECTOR)
    with pytest.raises(NotFound):
        setting_up.leave_out("nothing", actor=director)
    with pytest.raises(DomainError):
        setting_up.leave_out("charter", actor=director)


def test_what_one_organisation_leaves_out_is_its_own(other_organisation, director, stand):
    director.post("/premiers-pas/calls/laisser/")
    assert not stand("calls", other_organisation).is_over


def test_the_collective_learns_a_percentage(organisation, other_organisation, director):
    director.post("/premiers-pas/calls/laisser/")
    assert outbox.deliver_due() >= 1
    with connection.as_application():
        told = dict(Organisation.objects.values_list("slug", "setup_percent"))
    assert told == {"rivage": 100 // len(steps()), "veilleurs": None}


def test_the_page_tells_again_only_when_something_changed(organisation, director):
    def waiting():
        with connection.as_application():
            return outbox.OutboxMessage.objects.filter(kind=setting_up.CHANGED, done_at=None).count()

    director.get("/premiers-pas/")
    assert waiting() == 1
    outbox.deliver_due()
    director.get("/premiers-pas/")
    assert waiting() == 0


def test_the_home_page_calls_those_who_set_up_until_it_is_done(organisation, member, client_of, director, monkeypatch):
    assert "Vos premiers pas" in words(director.get("/"))
    listener = client_of(organisation, member(organisation, Role.LISTENER))
    assert "Vos premiers pas" not in words(listener.get("/"))
    monkeypatch.setattr(registry, "_steps", {})
    assert "Vos premiers pas" not in words(director.get("/"))
    assert "Tout est en place." in words(director.get("/premiers-pas/"))


def test_a_manager_sees_what_is_for_the_direction_without_its_button(organisation, member, client_of):
    manager = client_of(organisation, member(organisation, Role.MANAGER))
    page = words(manager.get("/premiers-pas/"))
    assert "C’est à la direction de le faire." in page
    assert 'href="/commun/charte/signer/"' not in page


def test_one_code_is_one_step(monkeypatch):
    monkeypatch.setattr(registry, "_steps", dict(registry._steps))
    other = Step("lines", "a", "b", "c", "onboarding:begin", 1, bool, bool)
    with pytest.raises(ValueError, match="lines"):
        step(other)


def test_the_page_asks_one_question_a_step(organisation, director, django_assert_num_queries):
    director.get("/premiers-pas/")
    outbox.deliver_due()
    # each step, who is there, what was left out; for the people and the sandbox also as the application and back
    with django_assert_num_queries(len(steps()) + 7):
        director.get("/premiers-pas/")
