"""The hand-over of a sign-in from the collective's host to an organisation's, and all the ways it must not work."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from tenants.organisations.models import Organisation, OrganisationState
from tess.identity.domain.handover import hash_of
from tess.identity.models import Membership, Session
from tess.identity.roles import Role


def path_of(answer):
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def host_of(answer):
    return urlsplit(answer.headers["Location"]).hostname


@pytest.fixture
def enter(collective_client):
    """Walk through the three steps with real requests; returns the browser at the organisation's host and the token's path."""

    def walk(user, organisation, going_to="/"):
        there = Client(SERVER_NAME=organisation.host)
        here = collective_client(user)
        first = there.get("/entrer/", {"suite": going_to})
        assert host_of(first) == settings.COLLECTIVE_HOST
        second = here.get(path_of(first))
        if second.status_code != 302:
            return there, second
        assert host_of(second) == organisation.host
        return there, path_of(second)

    return walk


@pytest.fixture
def listener(organisation, member):
    return member(organisation, Role.LISTENER, name="Ana Le Goff")


def test_one_arrives_signed_in_where_one_was_going(organisation, listener, enter):
    there, token = enter(listener, organisation, "/?jour=2026-09-07")
    answer = there.get(token)
    assert answer.headers["Location"] == "/?jour=2026-09-07"
    assert "Ana" in there.get("/").content.decode()


def test_a_signed_out_person_is_sent_to_sign_in_first(organisation, collective_client):
    there = Client(SERVER_NAME=organisation.host)
    asked = collective_client().get(path_of(there.get("/entrer/")))
    assert asked.headers["Location"].startswith("/connexion/?suite=%2Fpassage%2F")


def test_a_token_works_once(organisation, listener, enter):
    there, token = enter(listener, organisation)
    assert there.get(token).status_code == 302
    again = Client(SERVER_NAME=organisation.host)
    again.cookies = there.cookies
    again.cookies.pop(settings.SESSION_COOKIE_NAME)
    assert again.get(token).status_code == 403


def test_another_browser_cannot_use_it(organisation, listener, enter):
    _there, token = enter(listener, organisation)
    assert Client(SERVER_NAME=organisation.host).get(token).status_code == 403


def test_another_host_refuses_it(organisation, other_organisation, listener, enter):
    there, token = enter(listener, organisation)
    elsewhere = Client(SERVER_NAME=other_organisation.host)
    elsewhere.cookies = there.cookies
    assert elsewhere.get(token).status_code == 403


def test_a_late_token_is_refused(organisation, listener, enter, monkeypatch):
    there, token = enter(listener, organisation)
    now = timezone.now().timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 31)
    answer = there.get(token)
    assert answer.status_code == 403
    assert "Ce lien a expiré" in answer.content.decode()


def test_a_forged_token_is_refused(organisation, listener, enter):
    there, token = enter(listener, organisation)
    query = parse_qs(urlsplit(token).query)["jeton"][0]
    for forged in ("", "x", query[:-3] + "abc", query.replace(":", "")):
        assert there.get("/entrer/jeton/", {"jeton": forged}).status_code == 403


def test_a_browser_without_a_secret_gets_nothing_even_if_a_link_says_so(organisation, listener, collective_client):
    asked = {"organisation": organisation.slug, "etat": hash_of("")}
    token = path_of(collective_client(listener).get("/passage/", asked))
    assert Client(SERVER_NAME=organisation.host).get(token).status_code == 403


def test_somebody_who_is_no_member_gets_no_token(organisation, other_organisation, member, enter):
    stranger = member(other_organisation, Role.DIRECTOR)
    _there, answer = enter(stranger, organisation)
    assert answer.status_code == 403
    assert "Vous n’êtes pas membre de cette organisation" in answer.content.decode()


def test_a_withdrawn_member_gets_no_token(organisation, listener, enter):
    with connection.as_application():
        Membership.objects.filter(user=listener).update(active=False)
    _there, answer = enter(listener, organisation)
    assert answer.status_code == 403


def test_nobody_enters_a_suspended_organisation(organisation, listener, collective_client):
    with connection.as_application():
        Organisation.objects.filter(pk=organisation.pk).update(state=OrganisationState.SUSPENDED)
    assert "suspendu" in Client(SERVER_NAME=organisation.host).get("/entrer/").content.decode()
    asked = {"organisation": organisation.slug, "etat": "0" * 64}
    assert collective_client(listener).get("/passage/", asked).status_code == 403


def test_two_tabs_reopened_at_once_both_arrive(organisation, listener, collective_client):
    there, here = Client(SERVER_NAME=organisation.host), collective_client(listener)
    asked = [there.get("/entrer/", {"suite": going_to}) for going_to in ("/fiches/", "/relais/")]
    tokens = [path_of(here.get(path_of(answer))) for answer in asked]
    assert [there.get(token).headers["Location"] for token in tokens] == ["/fiches/", "/relais/"]
    assert "Ana" in there.get("/").content.decode()


def test_two_tabs_whose_tokens_are_taken_at_once_both_arrive(organisation, listener, collective_client):
    """Neither tab has the session yet when its token is taken."""
    there, here = Client(SERVER_NAME=organisation.host), collective_client(listener)
    asked = [there.get("/entrer/", {"suite": going_to}) for going_to in ("/fiches/", "/relais/")]
    secret = there.cookies[settings.HANDOVER_COOKIE_NAME].value
    for answer in asked:
        tab = Client(SERVER_NAME=organisation.host)
        tab.cookies[settings.HANDOVER_COOKIE_NAME] = secret
        assert tab.get(path_of(here.get(path_of(answer)))).status_code == 302


@pytest.mark.parametrize("planted", ["", "x", "é" * 43, "a" * 10_000])
def test_a_cookie_that_is_no_secret_is_not_kept(organisation, planted):
    there = Client(SERVER_NAME=organisation.host)
    there.cookies[settings.HANDOVER_COOKIE_NAME] = planted
    there.get("/entrer/")
    assert len(there.cookies[settings.HANDOVER_COOKIE_NAME].value) == 43


class TestAClosedOrganisation:
    """What its people read, and what strangers don't."""

    @pytest.fixture
    def closed(self, organisation):
        def close(state, reason=""):
            with connection.as_application():
                Organisation.objects.filter(pk=organisation.pk).update(state=state, state_reason=reason)

        return close

    def test_its_members_read_why_it_is_suspended(self, organisation, listener, client_of, collective_client, closed):
        web = client_of(organisation, listener)
        closed(OrganisationState.SUSPENDED, "La convention <2026> n'est pas signée")
        asked = {"organisation": organisation.slug, "etat": "0" * 64}
        here = collective_client(listener)
        for answer in (web.get("/"), here.get("/passage/", asked), here.get("/espace/")):
            assert "La convention &lt;2026&gt; n&#x27;est pas signée" in answer.content.decode()
        refusal = here.get("/passage/", asked)
        assert refusal.status_code == 403
        assert "pas membre" not in refusal.content.decode()

    def test_strangers_read_that_it_is_suspended_and_where_its_members_read_why(
        self, organisation, other_organisation, member, collective_client, closed
    ):
        closed(OrganisationState.SUSPENDED, "La convention n'est pas signée")
        page = Client(SERVER_NAME=organisation.host).get("/").content.decode()
        assert "suspendu" in page
        assert f"//{settings.COLLECTIVE_HOST}{settings.PUBLIC_PORT}/espace/" in page
        stranger = collective_client(member(other_organisation, Role.LISTENER))
        asked = {"organisation": organisation.slug, "etat": "0" * 64}
        for text in (page, stranger.get("/passage/", asked).content.decode()):
            assert "convention" not in text

    @pytest.mark.parametrize(
        ("state", "told"),
        [("leaving", "quitte le collectif"), ("preparing", "se prépare")],
        ids=["leaving", "preparing"],
    )
    def test_one_that_is_not_suspended_is_not_called_so(
        self, organisation, listener, client_of, collective_client, closed, state, told
    ):
        closed(state)
        page = client_of(organisation, listener).get("/").content.decode()
        assert told in page
        assert "suspendu" not in page
        assert "Rien n’est perdu" not in page
        assert told in collective_client(listener).get("/espace/").content.decode()


class TestSession:
    def test_it_dies_with_its_parent(self, organisation, listener, client_of):
        web = client_of(organisation, listener)
        assert web.get("/").status_code == 200
        with connection.as_application():
            Session.objects.filter(user=listener, organisation=None).first().delete()
        assert web.get("/").status_code == 302

    def test_it_ends_when_the_parent_expires(self, organisation, listener, client_of):
        web = client_of(organisation, listener)
        with connection.as_application():
            Session.objects.filter(user=listener, organisation=None).update(expire_date=timezone.now())
        assert web.get("/").status_code == 302

    def test_leaving_ends_both(self, organisation, listener, client_of):
        web = client_of(organisation, listener)
        answer = web.post("/sortir/")
        assert host_of(answer) == settings.COLLECTIVE_HOST
        with connection.as_application():
            assert not Session.objects.filter(user=listener).exists()

    def test_it_is_unknown_at_another_host(self, organisation, other_organisation, member, client_of):
        both = member(organisation, Role.LISTENER)
        with connection.as_application():
            Membership.objects.create(user=both, organisation=other_organisation, roles=["listener"])
        web = client_of(organisation, both)
        elsewhere = Client(SERVER_NAME=other_organisation.host)
        elsewhere.cookies = web.cookies
        assert elsewhere.get("/").status_code == 302
        at_home = Client(SERVER_NAME=settings.COLLECTIVE_HOST)
        at_home.cookies = web.cookies
        assert at_home.get("/espace/").status_code == 302

    def test_a_changed_password_ends_it(self, organisation, listener, client_of):
        web = client_of(organisation, listener)
        with connection.as_application():
            listener.set_password("un autre mot de passe")
            listener.save()
        assert web.get("/").status_code == 403
        assert web.get("/").status_code == 302

    def test_a_withdrawn_membership_closes_the_door_at_the_next_page(self, organisation, listener, client_of):
        web = client_of(organisation, listener)
        with connection.as_application():
            Membership.objects.filter(user=listener).update(active=False)
        answer = web.get("/")
        assert answer.status_code == 403
        assert "Votre accès est fermé" in answer.content.decode()

    def test_a_suspension_holds_at_once_whatever_the_cache(self, organisation, listener, client_of):
        web = client_of(organisation, listener)
        assert web.get("/").status_code == 200
        with connection.as_application():
            Organisation.objects.filter(pk=organisation.pk).update(state=OrganisationState.SUSPENDED)
        answer = web.get("/")
        assert answer.status_code == 403
        assert "suspendu" in answer.content.decode()

    def test_the_cookie_is_for_its_own_host_alone(self, organisation, listener, enter):
        there, token = enter(listener, organisation)
        cookie = there.get(token).cookies[settings.SESSION_COOKIE_NAME]
        assert cookie["domain"] == ""
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
