"""Every route × every role × {own, other, suspended organisation}: GET, and one write that must be refused.

Who may enter is written by hand in doors.py; the routes are read from the code. What is refused writes nothing.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tenants.organisations.models import Organisation, OrganisationState
from tess.identity.models import Membership
from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role
from tests.isolation.doors import AT_ORGANISATIONS, AT_THE_COLLECTIVE
from tests.isolation.routes import routes

_WRITES = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(?!identity_session|identity_handover)', re.IGNORECASE)


def names(urlconf):
    return sorted({name for name, _pattern in routes(urlconf)})


@pytest.mark.parametrize(
    ("urlconf", "table"),
    [(settings.ORGANISATION_URLCONF, AT_ORGANISATIONS), (settings.ROOT_URLCONF, AT_THE_COLLECTIVE)],
    ids=["organisations", "collective"],
)
def test_every_route_is_in_the_table_and_nothing_else(urlconf, table):
    assert set(names(urlconf)) == set(table)


@pytest.fixture
def path_to(filled):
    """The path of a route with the objects of one of the two organisations in it."""

    def make(name, urlconf, table, organisation):
        objects = filled[organisation.slug]
        return reverse(name, urlconf=urlconf, kwargs={key: objects[what] for key, what in table[name].sample.items()})

    return make


def goes_to_sign_in(answer):
    path = urlsplit(answer.headers.get("Location", "")).path
    return answer.status_code == 302 and path in {"/entrer/", "/connexion/"}


def refused_write(web, path):
    """POST as somebody who may not: the status, and what was written all the same."""
    with CaptureQueriesContext(connection) as queries:
        answer = web.post(path, {"anything": "x"})
    return answer, [query["sql"] for query in queries if _WRITES.match(query["sql"])]


@pytest.mark.parametrize("name", names(settings.ORGANISATION_URLCONF))
class TestAnOrganisation:
    urlconf = settings.ORGANISATION_URLCONF

    def test_own(self, name, organisation, people, client_of, path_to):
        door, path = AT_ORGANISATIONS[name], path_to(name, self.urlconf, AT_ORGANISATIONS, organisation)
        for role in sorted(ORGANISATION_ROLES):
            web = client_of(organisation, people[organisation.slug][role])
            answer = web.get(path)
            if door.is_public or role in door.enter:
                assert answer.status_code in {200, 302, 403 if door.is_public else 200, 405}, (role, answer.status_code)
                assert door.is_public or not goes_to_sign_in(answer), role
            else:
                assert answer.status_code == 403, (role, answer.status_code)
                written, rows = refused_write(web, path)
                assert (written.status_code, rows) == (403, []), role

    def test_signed_out(self, name, organisation, client_of, path_to):
        if AT_ORGANISATIONS[name].is_public:
            return
        path = path_to(name, self.urlconf, AT_ORGANISATIONS, organisation)
        web = client_of(organisation)
        assert goes_to_sign_in(web.get(path))
        written, rows = refused_write(web, path)
        assert goes_to_sign_in(written)
        assert rows == []

    def test_the_session_of_another_organisation(
        self, name, organisation, other_organisation, people, client_of, path_to
    ):
        """Signed in elsewhere as anybody, the cookie replayed here: signed out."""
        if AT_ORGANISATIONS[name].is_public:
            return
        path = path_to(name, self.urlconf, AT_ORGANISATIONS, organisation)
        for role in sorted(ORGANISATION_ROLES):
            theirs = client_of(other_organisation, people[other_organisation.slug][role])
            here = client_of(organisation)
            here.cookies = theirs.cookies
            assert goes_to_sign_in(here.get(path)), role
            written, rows = refused_write(here, path)
            assert goes_to_sign_in(written), role
            assert rows == [], role

    def test_a_foreign_object_is_as_unknown_as_a_missing_one(
        self, name, organisation, other_organisation, people, client_of, path_to, filled
    ):
        door = AT_ORGANISATIONS[name]
        private = {key: what for key, what in door.sample.items() if what in filled["private"]}
        if not private:
            return
        kwargs = {key: filled[organisation.slug][what] for key, what in door.sample.items()}
        foreign = kwargs | {key: filled[other_organisation.slug][what] for key, what in private.items()}
        missing = kwargs | {key: filled["missing"][what] for key, what in private.items()}
        for role in sorted(door.enter):
            web = client_of(organisation, people[organisation.slug][role])
            answers = [web.get(reverse(name, urlconf=self.urlconf, kwargs=k)) for k in (foreign, missing)]
            if answers[0].status_code == 405:
                answers = [web.post(reverse(name, urlconf=self.urlconf, kwargs=k)) for k in (foreign, missing)]
            assert [answer.status_code for answer in answers] == [404, 404], role
            assert without_tokens(answers[0]) == without_tokens(answers[1]), role

    def test_suspended(self, name, organisation, people, client_of, path_to):
        path = path_to(name, self.urlconf, AT_ORGANISATIONS, organisation)
        webs = [client_of(organisation, people[organisation.slug][role]) for role in sorted(ORGANISATION_ROLES)]
        with connection.as_application():
            Organisation.objects.filter(pk=organisation.pk).update(state=OrganisationState.SUSPENDED)
        for web in [*webs, client_of(organisation)]:
            assert web.get(path).status_code == 403
            written, rows = refused_write(web, path)
            assert (written.status_code, rows) == (403, [])


@pytest.mark.parametrize("name", names(settings.ROOT_URLCONF))
class TestTheCollective:
    urlconf = settings.ROOT_URLCONF

    def test_every_role(self, name, organisation, people, collective_client, path_to):
        door, path = AT_THE_COLLECTIVE[name], path_to(name, self.urlconf, AT_THE_COLLECTIVE, organisation)
        someone = {**people["collective"], **people[organisation.slug]}
        for role in sorted(COLLECTIVE_ROLES | ORGANISATION_ROLES):
            web = collective_client(someone[role])
            answer = web.get(path)
            if door.is_public or role in door.enter:
                assert answer.status_code in {200, 302, 404, 405}, (role, answer.status_code)
                assert door.is_public or not goes_to_sign_in(answer), role
            else:
                assert answer.status_code in {403, 404}, (role, answer.status_code)
                written, rows = refused_write(web, path)
                assert written.status_code in {403, 404}, role
                assert rows == [], role

    def test_signed_out(self, name, organisation, collective_client, path_to):
        if AT_THE_COLLECTIVE[name].is_public:
            return
        path = path_to(name, self.urlconf, AT_THE_COLLECTIVE, organisation)
        assert goes_to_sign_in(collective_client().get(path))
        written, rows = refused_write(collective_client(), path)
        assert goes_to_sign_in(written)
        assert rows == []

    def test_it_is_not_served_at_an_organisations_host(self, name, organisation, people, client_of, path_to):
        path = path_to(name, self.urlconf, AT_THE_COLLECTIVE, organisation)
        if path in {
            path_to(n, settings.ORGANISATION_URLCONF, AT_ORGANISATIONS, organisation) for n in AT_ORGANISATIONS
        }:
            return
        web = client_of(organisation, people[organisation.slug][Role.DIRECTOR])
        assert web.get(path).status_code == 404


def without_tokens(answer):
    """The body less what differs at each answer: the CSRF token."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content)


def test_one_membership_opens_one_organisation(organisation, other_organisation, people):
    with connection.as_application():
        mine = {user.pk for user in people[organisation.slug].values()}
        theirs = {user.pk for user in people[other_organisation.slug].values()}
        assert not mine & theirs
        assert Membership.objects.filter(user_id__in=mine).exclude(organisation=organisation).count() == 0
