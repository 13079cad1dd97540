import re

import pytest
from django.urls import reverse

from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tess.kernel.interface.context import grouped
from tess.kernel.interface.navigation import Place, Registry, holds, place

LISTENER = Actor(user_id=None, organisation_id=None, roles=frozenset({"listener"}))


def a_place(label, path, *, order=1, host="organisation", allowed=None):
    return Place(host=host, label=label, url_name="", icon="phone", order=order, allowed=allowed, path=path)


@pytest.fixture
def registry():
    found = Registry()
    found.add(a_place("Calls", "/appels/", order=20))
    found.add(a_place("Room", "/", order=10))
    found.add(a_place("Team", "/equipe/", order=30, allowed=lambda actor: actor.has("manager")))
    found.add(a_place("Today", "/appels/jour/", order=25))
    found.add(a_place("Budget", "/budget/", host="collective"))
    return found


def seen(registry, path, actor=LISTENER, host="organisation"):
    return [(one.label, one.current) for one in registry.seen_by(actor, host=host, path=path)]


def test_shows_what_the_person_may_see_in_order(registry):
    assert [label for label, _ in seen(registry, "/")] == ["Room", "Calls", "Today"]
    manager = Actor(user_id=None, organisation_id=None, roles=frozenset({"manager"}))
    assert "Team" in dict(seen(registry, "/", manager))
    assert seen(registry, "/", host="collective") == [("Budget", False)]


def test_the_closest_place_is_the_current_one(registry):
    assert dict(seen(registry, "/appels/12/"))["Calls"] is True
    assert dict(seen(registry, "/appels/jour/2026-03-12/")) == {"Room": False, "Calls": False, "Today": True}
    assert dict(seen(registry, "/ailleurs/")) == {"Room": False, "Calls": False, "Today": False}


def test_nobody_sees_places_that_ask_for_someone(registry):
    assert [label for label, _ in seen(registry, "/", None)] == ["Room", "Calls", "Today"]


@pytest.mark.parametrize(
    ("url", "path", "is_in"), [("/", "/x/", False), ("/a/", "/ab/", False), ("/a/", "/a/b/", True)]
)
def test_a_place_holds_what_lies_under_it(url, path, is_in):
    assert holds(url, path) is is_in


def test_a_place_is_registered_once_and_leads_somewhere(registry):
    with pytest.raises(ValueError, match="already"):
        registry.add(a_place("Calls again", "/appels/"))
    with pytest.raises(ValueError, match="either"):
        place(host="public", label="Nowhere", icon="phone", order=1)


def test_the_shell_shows_the_way_out_and_the_home(organisation, client_of, member):
    web = client_of(organisation, member(organisation, "listener", name="Ana Le Goff"))
    page = web.get("/").content.decode()
    assert "Ana Le Goff" in page
    assert organisation.name in page
    assert f'action="{reverse("identity:sign_out", urlconf="tess.config.urls_organisation")}"' in page


def test_public_pages_offer_the_way_in(collective_client):
    page = collective_client().get("/connexion/").content.decode()
    assert 'href="tel:112"' in page
    assert "Se déconnecter" not in page


def test_places_stand_in_their_groups_whatever_their_order():
    found = Registry()
    found.add(
        Place(host="organisation", label="Réglages", url_name="", icon="phone", order=1, path="/r/", group="settings")
    )
    found.add(
        Place(host="organisation", label="Fiches", url_name="", icon="phone", order=9, path="/f/", group="listening")
    )
    found.add(Place(host="organisation", label="Accueil", url_name="", icon="phone", order=5, path="/"))
    named = grouped(found.seen_by(LISTENER, host="organisation", path="/"))
    assert [(str(name), [str(one.label) for one in places]) for name, places in named] == [
        ("", ["Accueil"]),
        ("À l’écoute", ["Fiches"]),
        ("Réglages", ["Réglages"]),
    ]


def test_a_listener_has_three_places_in_the_pocket_and_a_manager_the_rail(organisation, client_of, member):
    page = client_of(organisation, member(organisation, Role.LISTENER)).get("/relais/").content.decode()
    pocket = page.split('<nav class="pocket"')[1].split("</nav>")[0]
    assert re.findall(r'<a href="([^"]+)"', pocket) == ["/", "/fiches/", "/relais/"]
    page = client_of(organisation, member(organisation, Role.MANAGER)).get("/relais/").content.decode()
    assert '<nav class="pocket"' not in page


def test_the_foot_of_every_page_leads_to_help_at_the_collectives(organisation, client_of, member, collective_client):
    page = client_of(organisation, member(organisation, Role.LISTENER)).get("/relais/").content.decode()
    assert re.search(r'href="http://tess\.localhost[^"]*/accessibilite/"', page)
    assert 'href="/aide/"' in collective_client().get("/connexion/").content.decode()
