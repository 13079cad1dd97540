import pytest
from django.conf import settings

from tess.identity.models import Session
from tess.identity.roles import Role

PASSWORD = "mot de passe long"


def test_a_person_signs_in_and_comes_back_where_they_were_going(collective_member, collective_client):
    user = collective_member(Role.OBSERVER)
    web = collective_client()
    to = web.get("/espace/").headers["Location"]
    assert to == "/connexion/?suite=%2Fespace%2F"
    answer = web.post(to, {"login": user.email, "password": PASSWORD, "suite": "/espace/"})
    assert answer.headers["Location"] == "/espace/"
    assert user.get_short_name() in web.get("/espace/").content.decode()


def test_wrong_password_and_unknown_address_get_the_same_sentence(collective_member, collective_client):
    user = collective_member(Role.TREASURER)
    web = collective_client()
    wrong = web.post("/connexion/", {"login": user.email, "password": "non"})
    unknown = web.post("/connexion/", {"login": "personne@nulle.example", "password": "non"})
    assert wrong.status_code == unknown.status_code == 422
    sentence = "Cette adresse et ce mot de passe ne vont pas ensemble."
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()


def test_the_address_may_be_typed_in_capitals(collective_member, collective_client):
    user = collective_member(Role.TREASURER)
    answer = collective_client().post("/connexion/", {"login": user.email.upper(), "password": PASSWORD})
    assert answer.status_code == 302


def test_one_is_never_sent_to_another_site(collective_member, collective_client):
    user = collective_member(Role.TREASURER)
    for wanted in ("https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example", "javascript:alert(1)"):
        answer = collective_client().post("/connexion/", {"login": user.email, "password": PASSWORD, "suite": wanted})
        assert answer.headers["Location"] == "/espace/", wanted


def test_a_closed_account_does_not_sign_in(collective_member, collective_client):
    user = collective_member(Role.TREASURER)
    user.is_active = False
    user.save()
    assert collective_client().post("/connexion/", {"login": user.email, "password": PASSWORD}).status_code == 422


def test_signing_out_ends_the_session(collective_member, collective_client):
    web = collective_client(collective_member(Role.TREASURER))
    key = web.cookies[settings.SESSION_COOKIE_NAME].value
    assert web.post("/deconnexion/").headers["Location"] == "/au-revoir/"
    assert not Session.objects.filter(session_key=key).exists()
    assert web.get("/espace/").status_code == 302


def test_signing_out_by_a_link_is_refused(collective_member, collective_client):
    assert collective_client(collective_member(Role.TREASURER)).get("/deconnexion/").status_code == 405


def test_forms_want_their_token(collective_client):
    web = collective_client(enforce_csrf_checks=True)
    assert web.post("/connexion/", {"login": "a@b.example", "password": "x"}).status_code == 403


@pytest.mark.parametrize("key", ['"\\000aaaaaaaaaaaa"', "'; DROP TABLE", "A" * 32, "é" * 32, "x" * 5000])
def test_a_cookie_we_never_wrote_is_no_session(organisation, collective_client, client_of, key):
    for web, path in ((collective_client(), "/connexion/"), (client_of(organisation), "/entrer/")):
        cookie = f"{settings.SESSION_COOKIE_NAME}={key}"
        assert web.get(path, headers={"cookie": cookie}).status_code in {200, 302}


def test_what_was_read_is_behind_no_back_button(organisation, member, collective_client, client_of, collective_member):
    """A shared workstation: after the sign-out nothing is shown from a cache."""
    at_home = client_of(organisation, member(organisation, Role.DIRECTOR))
    together = collective_client(collective_member(Role.TREASURER))
    for web, path in ((at_home, "/"), (at_home, "/equipe/"), (at_home, "/appels/"), (together, "/espace/")):
        assert "no-store" in web.get(path).headers["Cache-Control"], path
    assert "no-store" not in collective_client().get("/").headers.get("Cache-Control", "")
