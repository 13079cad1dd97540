"""The page of the day: what a listener has begun, what nobody wrote down, and nothing for who doesn't listen."""

import pytest
from django.utils import timezone

from tenants.desk.models import Contact
from tenants.telephony.models import Call, Line
from tess.identity.roles import Role


@pytest.fixture
def listener(organisation, member, client_of):
    return client_of(organisation, member(organisation, Role.LISTENER, name="Awa Diallo"))


def words(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_a_listener_finds_what_they_have_begun_and_a_new_record(organisation, listener, acting_for):
    page = words(listener.get("/"))
    assert "Vous n’avez aucune fiche à terminer." in page
    assert 'action="/fiches/nouvelle/"' in page
    for _number in range(4):
        listener.post("/fiches/nouvelle/")
    page = words(listener.get("/"))
    assert "Encore une fiche à terminer" in page
    with acting_for(organisation):
        shown = [str(pk) for pk in Contact.objects.values_list("pk", flat=True) if str(pk) in page]
    assert len(shown) == 3


def test_calls_of_today_without_a_record_are_told(organisation, listener, acting_for):
    with acting_for(organisation):
        line = Line.objects.create(name="Nuit", number="0199000001")
        now = timezone.now()
        Call.objects.create(
            line=line,
            external_id="1",
            source="generic",
            started_at=now,
            answered_at=now,
            ended_at=now,
            wait_seconds=3,
            talk_seconds=60,
            outcome="answered",
        )
    assert "Un appel décroché aujourd’hui n’a pas de fiche" in words(listener.get("/"))


def test_who_does_not_listen_has_no_such_card(organisation, member, client_of):
    trainee = client_of(organisation, member(organisation, Role.TRAINEE))
    assert "Votre écoute" not in words(trainee.get("/"))


def test_what_another_organisation_has_is_not_told(organisation, other_organisation, member, client_of, listener):
    listener.post("/fiches/nouvelle/")
    elsewhere = client_of(other_organisation, member(other_organisation, Role.LISTENER))
    assert "Vous n’avez aucune fiche à terminer." in words(elsewhere.get("/"))


def test_the_page_asks_as_much_for_one_as_for_three(listener, django_assert_num_queries):
    for _number in range(3):
        listener.post("/fiches/nouvelle/")
        with django_assert_num_queries(5):  # who is there, the role, what is begun, the calls of today, the tour
            listener.get("/")
