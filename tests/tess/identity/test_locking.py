"""A workstation left for a moment, and the next person at it."""

import pytest
from django.conf import settings
from django.db import connection

from tess.identity.models import Membership, Session
from tess.identity.roles import Role
from tess.kernel.models import AuditEntry

PASSWORD = "mot de passe long"


@pytest.fixture
def ana(organisation, other_organisation, member):
    user = member(organisation, Role.LISTENER, name="Ana Le Goff")
    with connection.as_application():
        Membership.objects.create(user=user, organisation=other_organisation, roles=[Role.LISTENER])
    return user


@pytest.fixture
def webs(organisation, other_organisation, ana, client_of, collective_client):
    """One browser at three hosts, with one parent session: collective, A, B."""
    a, b = client_of(organisation, ana), client_of(other_organisation, ana)
    with connection.as_application():
        keys = [web.cookies[settings.SESSION_COOKIE_NAME].value for web in (a, b)]
        parent = Session.objects.get(pk=keys[0]).parent_id
        for key in keys:  # the test's own: one parent for both
            row = Session.objects.get(pk=key)
            row.parent_id = parent
            data = row.get_decoded() | {"tess_parent": parent}
            row.session_data = row.get_session_store_class()().encode(data)
            row.save()
    collective = collective_client()
    collective.cookies[settings.SESSION_COOKIE_NAME] = parent
    return collective, a, b


def test_locked_at_one_host_every_host_waits(webs):
    collective, a, b = webs
    for web in webs:
        assert web.get("/espace/" if web is collective else "/").status_code == 200
    answer = a.post("/verrouiller/", {"suite": "/fiches/"})
    assert answer.headers["Location"] == "/entrer/?suite=%2Ffiches%2F"
    assert "cache" in answer.headers["Clear-Site-Data"]
    assert a.get("/fiches/").headers["Location"].startswith("/entrer/")
    assert b.get("/").headers["Location"].startswith("/entrer/")
    assert collective.get("/espace/").headers["Location"].startswith("/verrou/?suite=%2Fespace%2F")
    assert collective.get("/cms/").headers["Location"].startswith("/verrou/")
    for web in webs:
        assert web.get("/presence/").json() == {"who": None, "locked": True}
    page = collective.get("/verrou/?suite=/espace/").content.decode()
    assert "Ana Le Goff s’est éloigné·e un instant" in page
    assert "Écoute Rivage" not in page


def test_what_was_still_to_be_said_is_its_persons(webs):
    collective, a, _b = webs
    collective.post("/compte/nom/", {"name": "Ana Kervella"})  # the next page would say so
    a.post("/verrouiller/")
    for path in ("/verrou/", "/connexion/", "/connexion/pas-de-compte/"):
        assert "Votre nom est changé" not in collective.get(path).content.decode()
    collective.post("/verrou/", {"password": PASSWORD})
    assert "Votre nom est changé" in collective.get("/compte/").content.decode()


def test_its_password_opens_it_again_and_leads_back(webs, ana):
    collective, a, _b = webs
    a.post("/verrouiller/")
    wrong = collective.post("/verrou/", {"password": "pas le bon", "suite": "/espace/"})
    assert (wrong.status_code, "Ce n’est pas votre mot de passe" in wrong.content.decode()) == (422, True)
    assert a.get("/fiches/").status_code == 302
    right = collective.post("/verrou/", {"password": PASSWORD, "suite": "/espace/"})
    assert right.headers["Location"] == "/espace/"
    assert a.get("/fiches/").status_code == 200
    assert a.get("/presence/").json()["who"]
    with connection.as_application():
        said = AuditEntry.objects.filter(user_id=ana.pk, action__contains="locked").values_list("action", flat=True)
        assert sorted(said) == ["identity.session.locked", "identity.session.unlocked"]


def test_guesses_are_counted(webs):
    collective, a, _b = webs
    a.post("/verrouiller/")
    for _try in range(10):
        collective.post("/verrou/", {"password": "pas le bon"})
    answer = collective.post("/verrou/", {"password": PASSWORD})
    assert (answer.status_code, "Trop de mots de passe" in answer.content.decode()) == (422, True)
    assert a.get("/fiches/").status_code == 302


def test_a_page_that_saves_its_session_does_not_unlock(webs):
    collective, a, _b = webs
    a.post("/verrouiller/")
    store = Session.get_session_store_class()(collective.cookies[settings.SESSION_COOKIE_NAME].value)
    store["written"] = "by a page opened before"
    store.save()
    assert a.get("/fiches/").status_code == 302


def test_somebody_else_signs_the_person_out_everywhere(webs):
    collective, a, b = webs
    a.post("/verrouiller/")
    answer = collective.post("/verrou/autre-personne/")
    assert answer.headers["Location"] == "/connexion/"
    assert "storage" in answer.headers["Clear-Site-Data"]
    with connection.as_application():
        keys = [web.cookies[settings.SESSION_COOKIE_NAME].value for web in (a, b)]
        assert not Session.objects.filter(pk__in=keys).exists()
    for web in (a, b):
        assert web.get("/presence/").json() == {"who": None, "locked": False}


def test_nothing_locked_nothing_to_unlock(webs, collective_client):
    collective, _a, _b = webs
    assert collective.get("/verrou/").headers["Location"] == "/espace/"
    assert collective_client().get("/verrou/").headers["Location"] == "/espace/"


def test_what_is_read_while_signed_in_is_kept_by_nobody(webs):
    for web in webs:
        for path in ("/presence/", "/revenu/"):
            assert "no-store" in web.get(path).headers["Cache-Control"]


def test_the_switcher_names_ones_other_places_and_no_other(webs, other_organisation, member, client_of):
    collective, a, _b = webs
    page = a.get("/").content.decode()
    assert "http://veilleurs.tess.localhost/" in page
    assert "http://tess.localhost/espace/" in page
    assert "http://rivage.tess.localhost/" in collective.get("/compte/").content.decode()
    alone = client_of(other_organisation, member(other_organisation, Role.LISTENER))
    assert "rivage" not in alone.get("/").content.decode()


def test_who_is_there_is_the_same_at_every_host_and_nobody_elses(webs, organisation, member, client_of):
    names = {web.get("/presence/").json()["who"] for web in webs}
    assert len(names) == 1
    other = client_of(organisation, member(organisation, Role.LISTENER))
    assert other.get("/presence/").json()["who"] not in names
