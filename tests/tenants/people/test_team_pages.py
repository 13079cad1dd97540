"""The team's pages at an organisation's host: who sees whose hours, and what they read."""

import uuid
from datetime import UTC, datetime

import pytest

from tenants.people.domain import hours, queries
from tenants.people.domain.people import person_for
from tenants.people.models import Component, ReversalReason, SourceKind
from tenants.telephony.models import Site
from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tests.scopes import limited_to

AT = datetime(2026, 9, 7, 18, tzinfo=UTC)


@pytest.fixture
def record(organisation, acting_for):
    """`record(user, minutes, component)`: hours of somebody of Écoute Rivage."""
    system = Actor.system("tests", organisation.pk)

    def make(user, minutes, component=Component.THEORY, at=AT):
        source = hours.Source(SourceKind.CARRIED_OVER, str(uuid.uuid4()))
        with acting_for(organisation):
            person = person_for(user.pk, actor=system)
            return hours.post(person, component, minutes, source, at=at, actor=system)

    return make


@pytest.fixture
def ana(organisation, member):
    return member(organisation, Role.LISTENER, name="Ana Le Goff")


@pytest.fixture
def manager(organisation, member):
    return member(organisation, Role.MANAGER, name="Michel Kerzoncuf")


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\xa0", " ").split())


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.MANAGER, Role.TRAINER, Role.SUPERVISOR])
def test_those_who_answer_for_people_see_the_team(organisation, member, client_of, ana, record, role):
    record(ana, 90)
    record(ana, 600, Component.SUPERVISED)
    page = text(client_of(organisation, member(organisation, role)).get("/equipe/"))
    assert "Ana Le Goff" in page
    assert "11 h 30" in page  # on the path
    assert "1 h 30" in page
    assert "est encore en chemin vers les 120 heures" in page


@pytest.mark.parametrize("role", [Role.LISTENER, Role.TRAINEE, Role.DISPATCHER])
def test_others_see_their_own_hours_only(organisation, member, client_of, ana, record, role):
    record(ana, 90)
    web = client_of(organisation, member(organisation, role))
    assert web.get("/equipe/").status_code == 403
    assert web.get(f"/equipe/{ana.pk}/").status_code == 403
    assert "Ana" not in text(web.get("/equipe/mes-heures/"))


def test_one_reads_ones_own_hours(organisation, client_of, ana, record):
    record(ana, 100 * 60)
    page = text(client_of(organisation, ana).get("/equipe/mes-heures/"))
    assert "Vous avez fait <b>100 h</b> sur vos 120 heures ; il en reste 20 h." in page
    assert "7 sept. 2026" in page


def test_continuing_training_does_not_count_toward_the_path(organisation, client_of, ana, record):
    record(ana, 119 * 60)
    record(ana, 50 * 60, Component.CONTINUING)
    page = text(client_of(organisation, ana).get("/equipe/mes-heures/"))
    assert "il en reste 1 h." in page
    record(ana, 60, Component.LISTENING_IN)
    assert "Vous avez fait vos <b>120 heures</b>" in text(client_of(organisation, ana).get("/equipe/mes-heures/"))


def test_an_undone_line_shows_its_counter_line(organisation, client_of, ana, manager, record, actor_of):
    entry = record(ana, 90)
    record(ana, 60)
    hours.reverse(entry, ReversalReason.WRONG_DURATION, actor=actor_of(organisation, Role.MANAGER))
    page = text(client_of(organisation, manager).get(f"/equipe/{ana.pk}/"))
    assert "−1 h 30" in page
    assert "la durée est fausse" in page
    assert "a fait 1 h sur les 120 heures" in page


def test_people_of_another_organisation_are_not_there(organisation, other_organisation, member, client_of, manager):
    stranger = member(other_organisation, Role.LISTENER, name="Bob Ailleurs")
    web = client_of(organisation, manager)
    assert web.get(f"/equipe/{stranger.pk}/").status_code == 404
    assert web.get(f"/equipe/{uuid.uuid4()}/").status_code == 404
    assert "Bob" not in text(web.get("/equipe/"))


def test_the_list_is_searched_narrowed_and_sorted(organisation, member, client_of, ana, manager, record):
    zoe = member(organisation, Role.LISTENER, name="Zoé Élie")
    record(ana, 10 * 60)
    record(zoe, 120 * 60)
    web = client_of(organisation, manager)
    assert "Zoé" in text(web.get("/equipe/", {"nom": "zoe elie"}))
    assert "Ana" not in text(web.get("/equipe/", {"nom": "ZOE"}))
    assert "Ana" not in text(web.get("/equipe/", {"parcours": "fait"}))
    assert "Zoé" not in text(web.get("/equipe/", {"parcours": "en-cours"}))
    page = text(web.get("/equipe/", {"tri": "plus"}))
    assert page.index("Zoé Élie") < page.index("Ana Le Goff")
    page = text(web.get("/equipe/"))
    assert page.index("Ana Le Goff") < page.index("Zoé Élie")
    assert "Personne ne correspond" in text(web.get("/equipe/", {"nom": "xyz"}))


def test_a_made_up_filter_is_ignored(organisation, client_of, ana, manager):
    page = text(client_of(organisation, manager).get("/equipe/", {"parcours": "x", "tri": "<b>", "nom": "a\x00"}))
    assert "Ana Le Goff" in page


def test_somebody_who_left_is_found_apart(organisation, member, client_of, ana, manager, record):
    from django.db import connection

    from tess.identity.models import Membership

    record(ana, 60)
    with connection.as_application():
        Membership.objects.filter(user=ana).update(active=False)
    web = client_of(organisation, manager)
    assert "Ana" not in text(web.get("/equipe/"))
    assert "Ana Le Goff" in text(web.get("/equipe/", {"parcours": "partis"}))


def test_an_empty_team_says_so(organisation, client_of, manager):
    assert "L’équipe est vide pour l’instant" in text(client_of(organisation, manager).get("/equipe/"))


def test_a_long_ledger_goes_page_by_page(organisation, client_of, ana, record, monkeypatch):
    monkeypatch.setattr(queries, "LEDGER_LINES", 2)
    for day in (1, 2, 3):
        record(ana, 60 * day, at=AT.replace(day=day))
    web = client_of(organisation, ana)
    first = web.get("/equipe/mes-heures/")
    assert "3 sept." in text(first)
    assert "1 sept." not in text(first)
    older = web.get("/equipe/mes-heures/" + first.context["pages"]["older"])
    assert "3 sept." not in text(older)
    assert "sept. 2026" in text(older)
    assert web.get("/equipe/mes-heures/?avant=nothing").status_code == 404
    assert web.get(f"/equipe/mes-heures/?avant={uuid.uuid4()}").status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    organisation, member, client_of, manager, record, django_assert_num_queries, people
):
    for number in range(people):
        record(member(organisation, Role.LISTENER, name=f"Personne {number}"), 60)
    web = client_of(organisation, manager)
    web.get("/equipe/")
    with django_assert_num_queries(4):  # session with membership, role, colleagues, hours
        web.get("/equipe/")


def test_one_persons_page_costs_the_same_for_any_number_of_lines(
    organisation, client_of, ana, record, django_assert_num_queries
):
    web = client_of(organisation, ana)
    for _line in range(3):
        record(ana, 60)
        web.get("/equipe/mes-heures/")
        with django_assert_num_queries(6):  # session with membership, role, colleague, sums, lines, training
            web.get("/equipe/mes-heures/")


class TestLimitedToASite:
    """Oneself and the people of the same site; somebody of the whole organisation is not of a site."""

    @pytest.fixture
    def sites(self, organisation):
        return [Site.objects.create(name=town, town=town) for town in ("Lyon", "Brest")]

    def test_the_team_and_each_person(self, organisation, member, client_of, sites):
        lyon, brest = sites
        people = {
            "Ana Lyon": limited_to(member(organisation, Role.LISTENER, name="Ana Lyon"), lyon),
            "Bea Deux": limited_to(member(organisation, Role.LISTENER, name="Bea Deux"), lyon, brest),
            "Cyr Brest": limited_to(member(organisation, Role.LISTENER, name="Cyr Brest"), brest),
            "Dan Partout": member(organisation, Role.LISTENER, name="Dan Partout"),
        }
        web = client_of(organisation, limited_to(member(organisation, Role.TRAINER), lyon))
        page = text(web.get("/equipe/"))
        doors = {name: web.get(f"/equipe/{user.pk}/").status_code for name, user in people.items()}
        assert {name for name in people if name in page} == {"Ana Lyon", "Bea Deux"}
        assert doors == {"Ana Lyon": 200, "Bea Deux": 200, "Cyr Brest": 404, "Dan Partout": 404}
        assert web.get("/equipe/mes-heures/").status_code == 200
