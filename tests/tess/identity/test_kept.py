"""A form sent when the session was over: what was typed comes back, and goes once one is there again."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tess.identity.roles import Role

HTML = {"accept": "text/html,application/xhtml+xml"}
TYPED = {"email": "noe@exemple.example", "name": 'Noé "le grand"\nBlanc', "roles": ["listener", "trainer"]}


@pytest.fixture
def director(organisation, member):
    return member(organisation, Role.DIRECTOR, name="Inès Roux")


def here(organisation):
    return {**HTML, "origin": f"http://{organisation.host}"}


def fields(answer):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode())
    return [(name, unescape(value)) for name, value in found if name != "csrfmiddlewaretoken"]


def test_the_session_over_all_that_was_typed_comes_back(organisation, client_of):
    answer = client_of(organisation).post("/acces/inviter/", TYPED | {"password": "secret"}, headers=here(organisation))
    assert answer.status_code == 403
    assert fields(answer) == [
        ("email", "noe@exemple.example"),
        ("name", TYPED["name"]),
        ("roles", "listener"),
        ("roles", "trainer"),
    ]
    page = answer.content.decode()
    assert 'action="/acces/inviter/"' in page
    assert 'href="/entrer/?suite=/revenu/"' in page
    assert "secret" not in page
    assert "no-store" in answer.headers["Cache-Control"]


def test_signed_in_again_the_old_token_gives_the_page_with_a_new_one_that_works(organisation, director, client_of):
    web = client_of(organisation, director, enforce_csrf_checks=True)
    stale = web.post("/acces/inviter/", TYPED | {"csrfmiddlewaretoken": "x" * 64}, headers=here(organisation))
    assert "connecté·e comme Inès Roux" in stale.content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', stale.content.decode())[1]
    sent = {"csrfmiddlewaretoken": token, "email": TYPED["email"], "name": "Noé", "roles": TYPED["roles"]}
    assert web.post("/acces/inviter/", sent, headers=here(organisation)).status_code == 302
    assert "noe@exemple.example" in web.get("/acces/").content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        HTML,
        {**HTML, "origin": "http://veilleurs.tess.localhost"},
        {**HTML, "origin": "null"},
        {"accept": "application/json", "origin": "http://rivage.tess.localhost"},
        {**HTML, "origin": "http://rivage.tess.localhost", "hx-request": "true"},
    ],
)
def test_what_no_person_sent_from_here_is_not_kept(organisation, client_of, headers):
    answer = client_of(organisation).post("/acces/inviter/", TYPED, headers=headers)
    assert answer.status_code in {302, 401}
    assert b"noe@exemple" not in answer.content


def test_a_fragment_asked_for_too_late_says_so_instead_of_leading_elsewhere(organisation, client_of):
    for by_script in ({"hx-request": "true"}, {"x-requested-with": "XMLHttpRequest"}):
        assert client_of(organisation).get("/relais/", headers=by_script).status_code == 401
    assert client_of(organisation).get("/relais/").status_code == 302


def test_a_forged_form_of_another_host_keeps_nothing(organisation, director, client_of):
    web = client_of(organisation, director, enforce_csrf_checks=True)
    answer = web.post("/acces/inviter/", TYPED, headers={**HTML, "origin": "http://veilleurs.tess.localhost"})
    assert (answer.status_code, b"noe@exemple" in answer.content) == (403, False)


def test_files_are_said_not_to_be_kept(organisation, client_of):
    path = reverse("telephony:import_new", urlconf=settings.ORGANISATION_URLCONF)
    sent = {"profile": "1", "file": SimpleUploadedFile("appels.csv", b"a;b")}
    answer = client_of(organisation).post(path, sent, headers=here(organisation))
    assert "n’ont pas pu être gardés" in answer.content.decode()
    assert fields(answer) == [("profile", "1")]
