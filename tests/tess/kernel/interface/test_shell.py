import pytest
from django.test import Client
from django.urls import reverse

from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tess.kernel.interface import errors
from tess.kernel.interface.commands import Command, Commands, found_for, searched
from tess.kernel.interface.guide.pages import PAGES
from tess.kernel.interface.guide.samples import LONE_PAGES
from tess.kernel.interface.look import COOKIE


def test_one_chooses_how_pages_look_and_comes_back(organisation, client_of, member):
    web = client_of(organisation, member(organisation, Role.LISTENER))
    answer = web.post("/apparence/", {"scheme": "dark", "contrast": "more", "suite": "/relais/"})
    assert answer.status_code == 302
    assert answer["Location"] == "/relais/"
    page = web.get("/relais/").content.decode()
    assert 'data-scheme="dark"' in page
    assert 'data-contrast="more"' in page
    assert 'value="dark" id="id_scheme_2" checked' in web.get("/apparence/").content.decode()


@pytest.mark.parametrize("where", ["https://ailleurs.example/", "//ailleurs.example/", "ailleurs", ""])
def test_the_choice_of_looks_leads_nowhere_else(collective_client, where):
    answer = collective_client().post("/apparence/", {"scheme": "light", "contrast": "", "suite": where})
    assert answer["Location"] == "/"


def test_a_look_that_nobody_offered_is_the_systems(collective_client):
    web = collective_client()
    assert web.post("/apparence/", {"scheme": "rose"}).status_code == 400
    web.cookies[COOKIE] = 'rose".more"><b>'
    page = web.get("/apparence/").content.decode()
    assert "data-scheme" not in page
    assert "data-contrast" not in page


def test_the_palette_holds_what_one_may_do_and_nothing_else(organisation, client_of, member):
    manager = client_of(organisation, member(organisation, Role.MANAGER))
    listener = client_of(organisation, member(organisation, Role.LISTENER))
    address = reverse("telephony:import_new", urlconf="tess.config.urls_organisation")
    assert address in manager.get("/aller/").content.decode()
    assert address not in listener.get("/aller/").content.decode()


def test_the_palette_finds_without_accents_and_goes_where_only_one_thing_is(organisation, client_of, member):
    web = client_of(organisation, member(organisation, Role.MANAGER))
    assert web.get("/aller/", {"q": "fichier csv"})["Location"] == "/appels/imports/nouveau/"
    assert web.get("/aller/", {"q": "NOUVELLE lig"})["Location"] == "/appels/lignes/nouvelle/"
    assert "Rien ne porte ce nom" in web.get("/aller/", {"q": "zzz"}).content.decode()


def test_words_typed_begin_words_of_what_is_found():
    assert searched("Écrire", "l’activité") == " ecrire l activite"
    assert found_for(Actor.system("x"), host="public", typed="rien") == []


def test_a_command_is_registered_once():
    found = Commands()
    one = Command("organisation", "Importer", "telephony:import_new", "file-up")
    found.add(one)
    with pytest.raises(ValueError, match="already"):
        found.add(one)


@pytest.mark.parametrize("family", PAGES)
def test_the_style_guide_shows_every_family(collective_member, collective_client, family):
    web = collective_client(collective_member(Role.OBSERVER))
    assert web.get(f"/style/{family}/").status_code == 200


def test_the_style_guide_is_the_coordinators(collective_member, collective_client, settings):
    settings.STYLE_GUIDE_FOR_EVERYBODY = False
    assert collective_client(collective_member(Role.COORDINATOR)).get("/style/").status_code == 200
    assert collective_client(collective_member(Role.OBSERVER)).get("/style/").status_code == 403
    assert collective_client(collective_member(Role.COORDINATOR)).get("/style/rien/").status_code == 404


@pytest.mark.parametrize("name", LONE_PAGES)
def test_the_style_guide_shows_each_page_for_when_things_go_wrong(collective_member, collective_client, name):
    web = collective_client(collective_member(Role.OBSERVER))
    assert f"?page={name}" in web.get("/style/seules/").content.decode()
    shown = web.get("/style/seules/", {"page": name})
    assert shown.content == errors.page(name, 200).content
    assert "'unsafe-inline'" not in shown["Content-Security-Policy"]


def test_the_style_guide_shows_a_letter_as_text_and_dressed(collective_member, collective_client):
    web = collective_client(collective_member(Role.OBSERVER))
    assert "284 519" in web.get("/style/seules/").content.decode()
    plain = Client(SERVER_NAME="tess.localhost")  # which doesn't mind that a letter's styles stand in its head
    plain.cookies = web.cookies
    dressed = plain.get("/style/seules/", {"lettre": "html"})
    assert "284519" in dressed.content.decode()
    policy = dressed["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
