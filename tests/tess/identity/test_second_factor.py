"""Who must give a second factor, where they are led, and what comes of it."""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client

from tess.identity.checks import codes_are_shown_on_this_machine_alone
from tess.identity.domain.factors import code_now, forget_factors
from tess.identity.models import Membership, Session
from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, SECOND_FACTOR_ROLES, Role
from tess.kernel import encryption
from tess.kernel.actor import Actor
from tess.kernel.models import AuditEntry
from tests.tess.identity.conftest import PASSWORD

PAGE = "/connexion/second-facteur/"


@pytest.fixture
def coordinator(collective_member):
    return collective_member(Role.COORDINATOR, name="Ana Le Goff")


def where(answer):
    return urlsplit(answer.headers.get("Location", "")).path


def test_the_password_alone_opens_nothing_to_who_has_a_factor(coordinator, application, collective_client, sign_in):
    code = application(coordinator)
    web = collective_client()
    assert where(sign_in(web, coordinator, suite="/observatoire/")) == PAGE
    assert where(web.get("/espace/")) == "/connexion/"
    page = web.get(PAGE).content.decode()
    assert "Bonjour Ana" in page
    assert code() not in page
    answer = web.post(PAGE, {"code": "000000"})
    assert answer.status_code == 422
    assert "Ce code n’est pas le bon" in answer.content.decode()
    assert where(web.post(PAGE, {"code": code()})) == "/observatoire/"
    assert web.get("/observatoire/").status_code == 200
    assert Session.objects.filter(user=coordinator, second_factor_at__isnull=False).count() == 1


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_a_code_is_good_once_and_for_its_neighbours(coordinator, application, collective_client, sign_in, offset):
    code = application(coordinator)
    typed = code(offset)
    for expected in (302, 422):
        web = collective_client()
        sign_in(web, coordinator)
        assert web.post(PAGE, {"code": typed}).status_code == expected


def test_an_older_code_is_refused_after_a_newer_one(coordinator, application, collective_client, sign_in):
    code = application(coordinator)
    older, newer = code(0), code(1)
    for typed, expected in ((newer, 302), (older, 422)):
        web = collective_client()
        sign_in(web, coordinator)
        assert web.post(PAGE, {"code": typed}).status_code == expected


def test_the_secret_is_sealed_in_the_database(coordinator, application):
    application(coordinator)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        ((stored,),) = cursor.fetchall()
    assert "JBSWY3DP" not in stored
    sealed = Authenticator.objects.get().data["secret"]
    assert encryption.unseal(sealed, purpose="identity.factor").startswith("JBSWY3DP")


@pytest.mark.parametrize("role", sorted(COLLECTIVE_ROLES))
def test_at_the_collective_two_roles_are_led_to_set_one_up(role, collective_member, collective_client, sign_in):
    user = collective_member(role)
    web = collective_client()
    sign_in(web, user)
    for path in ("/espace/", "/relais/", "/cms/") if role == Role.COORDINATOR else ("/espace/",):
        answer = web.get(path)
        if role in SECOND_FACTOR_ROLES:
            assert where(answer) == "/compte/second-facteur/", path
        else:
            assert answer.status_code == 200, path
    page = web.get("/compte/second-facteur/").content.decode()
    assert ("Un mot de passe seul se devine" in page) == (role in SECOND_FACTOR_ROLES)


def test_setting_up_an_application_leads_back_to_where_one_was_going(
    coordinator, collective_client, sign_in, letters, django_capture_on_commit_callbacks
):
    web = collective_client()
    sign_in(web, coordinator)
    assert where(web.get("/observatoire/")) == "/compte/second-facteur/"
    page = web.get("/compte/second-facteur/application/")
    assert '<svg class="square-code"' in page.content.decode()
    secret = page.context["secret"].replace(" ", "")
    assert secret not in str(Session.objects.get(user=coordinator).get_decoded())
    wrong = web.post("/compte/second-facteur/application/", {"code": "123"})
    assert wrong.status_code == 422
    assert secret == wrong.context["secret"].replace(" ", ""), "the square already photographed still counts"
    with django_capture_on_commit_callbacks(execute=True):
        answer = web.post("/compte/second-facteur/application/", {"code": code_now(secret)})
    assert where(answer) == "/compte/second-facteur/codes/"
    codes = web.get("/compte/second-facteur/codes/").content.decode()
    assert 'href="/observatoire/"' in codes
    assert codes.count("<li>") - codes.count("<li><a") >= 10
    assert web.get("/observatoire/").status_code == 200
    saved = web.get("/compte/second-facteur/codes/fichier/")
    assert "attachment" in saved.headers["Content-Disposition"]
    told = letters()
    assert [letter.subject for letter in told] == ["Votre second facteur a changé"]
    assert "une application qui donne des codes a été ajoutée" in told[0].body
    web.post("/deconnexion/")
    sign_in(web, coordinator)
    first = next(line for line in saved.content.decode().splitlines() if line.isdigit())
    assert where(web.post(PAGE, {"code": first})) == "/espace/"
    web.post("/deconnexion/")
    sign_in(web, coordinator)
    assert web.post(PAGE, {"code": first}).status_code == 422, "a recovery code works once"


@pytest.mark.parametrize("role", sorted(ORGANISATION_ROLES))
def test_no_organisation_is_entered_without_it_save_by_trainees(
    role, organisation, member, client_of, collective_client
):
    user = member(organisation, role)
    weak = client_of(organisation, user, weak=True)
    asked = {"organisation": organisation.slug, "etat": "0" * 64}
    handed = collective_client(user, weak=True).get("/passage/", asked)
    if role == Role.TRAINEE:
        assert weak.get("/").status_code == 200
        assert where(handed) == "/entrer/jeton/"
    else:
        assert where(weak.get("/")) == "/entrer/"
        assert where(weak.post("/sortir/")) == "/au-revoir/"
        assert where(handed) == "/compte/second-facteur/"
    assert where(collective_client(user).get("/passage/", asked)) == "/entrer/jeton/"


def test_somebody_who_has_one_is_asked_for_it_on_the_way(organisation, member, application, collective_client):
    user = member(organisation, Role.LISTENER)
    code = application(user)
    web = collective_client(user, weak=True)
    path = f"/passage/?organisation={organisation.slug}&etat={'0' * 64}"
    answer = web.get(path)
    assert where(answer) == "/compte/verification/code/"
    assert "Avec mon mot de passe" not in web.get(answer.headers["Location"]).content.decode(), (
        "it would lead back here"
    )
    assert "Avec mon mot de passe" in collective_client(user).get("/compte/verification/code/").content.decode()
    back = web.post(answer.headers["Location"], {"code": code()})
    assert back.headers["Location"] == path
    assert where(web.get(path)) == "/entrer/jeton/"


def test_no_page_leads_later_to_where_one_went_once(organisation, member, collective_client):
    """The way to an organisation's door is good for its own hour: afterwards it would end at "this link has expired"."""
    user = member(organisation, Role.TRAINEE)
    web = collective_client(user)
    path = f"/passage/?organisation={organisation.slug}&etat={'0' * 64}"
    session = web.session
    session["tess_going_to"] = path
    session.save()
    web.get(path)
    assert "/passage/" not in web.get("/compte/second-facteur/").content.decode()


def test_a_role_that_needs_one_closes_the_door_at_the_next_page(organisation, member, client_of):
    user = member(organisation, Role.TRAINEE)
    web = client_of(organisation, user, weak=True)
    assert web.get("/").status_code == 200
    with connection.as_application():
        Membership.objects.filter(user=user).update(roles=["listener", "trainee"])
    assert where(web.get("/")) == "/entrer/"


@pytest.mark.parametrize(
    "path",
    [
        "/compte/second-facteur/codes/",
        "/compte/second-facteur/codes/fichier/",
        "/compte/second-facteur/codes/nouveaux/",
        "/compte/second-facteur/cle/",
        "/compte/second-facteur/application/retirer/",
        "/compte/adresse/",
        "/compte/mot-de-passe/",
    ],
)
def test_a_session_from_before_the_factor_and_the_password_are_not_enough_to_change_it(
    path, coordinator, application, collective_client
):
    """A thief who signed in with the password before it was set up neither reads the codes nor adds a key of their own."""
    web = collective_client(coordinator, weak=True)
    assert where(web.post("/compte/verification/", {"password": PASSWORD})) != "/compte/verification/"
    code = application(coordinator)
    Authenticator.objects.create(
        user=coordinator,
        type="recovery_codes",
        data={"migrated_codes": [encryption.seal("12345678", purpose="identity.factor")]},
    )
    for answer in (web.get(path), web.post(path, {"email": "voleur@web.example", "action_add": ""})):
        assert where(answer) == "/compte/verification/code/"
    assert "12345678" not in web.get(path, follow=True).content.decode()
    assert where(web.post(f"/compte/verification/code/?next={path}", {"code": code()})) == path
    assert web.get(path).status_code == 200


def test_the_last_factor_of_who_needs_one_stays(coordinator, application, collective_client, sign_in):
    code = application(coordinator)
    web = collective_client()
    sign_in(web, coordinator)
    web.post(PAGE, {"code": code()})
    answer = web.post("/compte/second-facteur/application/retirer/")
    assert "c’est votre dernier" in answer.content.decode()
    assert Authenticator.objects.filter(user=coordinator, type="totp").exists()


def test_who_lost_everything_sets_up_anew(coordinator, application, collective_client, sign_in, letters):
    code = application(coordinator)
    web = collective_client()
    sign_in(web, coordinator)
    web.post(PAGE, {"code": code()})
    with connection.as_application():
        assert forget_factors(coordinator, actor=Actor.system("tests")) == 1
    assert where(web.get("/espace/")) == "/connexion/", "signed out"
    assert AuditEntry.objects.filter(action="identity.factor.all_forgotten").exists()
    assert any("à votre demande" in letter.body for letter in letters())
    sign_in(web, coordinator)
    assert where(web.get("/espace/")) == "/compte/second-facteur/"


def test_people_are_never_served_with_codes_shown():
    """Whatever the environment says."""
    told = {**os.environ, "DJANGO_SETTINGS_MODULE": "tess.config.settings.production", "SHOW_CODES": "True"}
    told |= {
        "TESS_SECRET_KEY": "x",
        "DATABASE_URL": "postgresql://x@/x",
        "REDIS_URL": "redis://x",
        "TESS_SHOW_CODES": "yes",
    }
    line = "from django.conf import settings; print(settings.SHOW_CODES, settings.PROXIES, settings.KNOWN_BROWSER_COOKIE_NAME)"
    done = subprocess.run([sys.executable, "-c", line], env=told, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "1", "__Host-tess_connu"]


def test_somebody_elses_passkey_is_nobodys(coordinator, collective_member, collective_client, sign_in):
    other = collective_member(Role.OBSERVER)
    theirs = Authenticator.objects.create(user=other, type="webauthn", data={"name": "À elle", "credential": {}})
    web = collective_client()
    sign_in(web, coordinator)
    for what in ("nom", "retirer"):
        assert web.get(f"/compte/second-facteur/cle/{theirs.pk}/{what}/").status_code == 404
        assert web.post(f"/compte/second-facteur/cle/{theirs.pk}/{what}/", {"name": "x"}).status_code == 404


def test_one_may_start_over_as_somebody_else(coordinator, application, collective_client, sign_in):
    application(coordinator)
    web = collective_client()
    sign_in(web, coordinator)
    assert where(web.get("/connexion/")) == PAGE
    assert where(web.post("/connexion/recommencer/")) == "/connexion/"
    assert web.get("/connexion/").status_code == 200
    assert where(web.get(PAGE)) == "/connexion/"


@pytest.mark.parametrize(
    "credential",
    ["", "x", "[]", "{}", '{"id": 1}', '{"response": {"clientDataJSON": "é"}}', '{"response": []}', "null"],
)
def test_a_passkey_made_by_hand_is_refused(coordinator, application, collective_client, sign_in, credential):
    application(coordinator)
    web = collective_client()
    web.get("/connexion/cle/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert where(web.post("/connexion/cle/", {"credential": credential})) == "/connexion/"
    sign_in(web, coordinator)
    assert web.post(PAGE, {"credential": credential}).status_code == 422


def test_every_question_to_a_passkey_asks_for_its_person(coordinator, application, collective_client, sign_in):
    """A challenge of the second step answers the first as well: with a stolen key and no PIN, it would be a way in."""
    application(coordinator)
    web = collective_client()
    alone = web.get("/connexion/cle/", headers={"X-Requested-With": "XMLHttpRequest"}).json()["request_options"]
    sign_in(web, coordinator)
    second = json.loads(web.get(PAGE).context["options"])
    assert {each["publicKey"]["userVerification"] for each in (alone, second)} == {"required"}


def test_the_demonstration_says_which_code_and_nothing_else_does(
    coordinator, application, collective_client, sign_in, settings
):
    code = application(coordinator)
    settings.SHOW_CODES = True
    web = collective_client()
    sign_in(web, coordinator)
    page = web.get(PAGE).content.decode()
    assert "Ceci est une démonstration" in page
    assert code() in page or code(-1) in page
    settings.PUBLIC_SCHEME = "https"
    assert [each.id for each in codes_are_shown_on_this_machine_alone(None)] == ["identity.E001"]


def test_the_account_pages_are_no_organisations(organisation, member, client_of):
    web = Client(SERVER_NAME=organisation.host)
    for path in ("/connexion/", PAGE, "/compte/", "/compte/second-facteur/", "/mot-de-passe/oublie/"):
        assert web.get(path).status_code == 404
