"""The tour: the places a person has, one at a time, offered until they leave it."""

import pytest

from tenants.onboarding.domain import touring
from tenants.onboarding.models import TourLeft
from tess.identity.roles import Role

PATH = "/premiers-pas/visite/"


@pytest.fixture
def listener(organisation, member, client_of):
    return client_of(organisation, member(organisation, Role.LISTENER))


def words(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_it_is_offered_until_it_is_left_and_stays_to_be_found(listener):
    assert "Faire la visite" in words(listener.get("/"))
    assert listener.post(f"{PATH}quitter/").status_code == 302
    assert "Faire la visite" not in words(listener.get("/"))
    assert listener.get(PATH).status_code == 200


def test_it_walks_through_the_places_one_has(listener):
    seen, address = [], PATH
    for _stop in range(20):
        page = listener.get(address)
        seen.append(words(page).partition("<h1")[2].partition("</h1>")[0])
        if not page.context["after"]:
            break
        address = page.context["after"]
    assert any("Mes fiches" in heading for heading in seen)
    assert not any("Imports" in heading for heading in seen)
    assert "C’est tout" in seen[-1]


@pytest.mark.parametrize("asked", ["-1", "9999", "abc", "99", "²"])
def test_a_stop_that_is_not_there_shows_one_that_is(listener, asked):
    assert listener.get(PATH, {"etape": asked}).status_code == 200


def test_leaving_is_ones_own(organisation, member, client_of, listener):
    listener.post(f"{PATH}quitter/")
    colleague = client_of(organisation, member(organisation, Role.LISTENER))
    assert "Faire la visite" in words(colleague.get("/"))


def test_nothing_is_left_of_a_deleted_account(organisation, member, actor_of, acting_for):
    person = member(organisation, Role.LISTENER)
    with acting_for(organisation):
        touring.leave(actor=actor_of(organisation, Role.LISTENER, user=person))
        touring.leave(actor=actor_of(organisation, Role.LISTENER))
        touring.forget_user(person.pk, organisation=organisation)
        assert TourLeft.objects.count() == 1
        assert not TourLeft.objects.filter(user_id=person.pk).exists()
