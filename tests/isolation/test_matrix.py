"""Every route × every role × {own, other, suspended organisation}: GET, and one write that must be refused.

Who may enter is written by hand in doors/; the routes are read from the code. What is refused writes nothing.
Each test walks through all routes and lists every door found wrong.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, resolve, reverse
from django.utils.regex_helper import normalize

from tenants.organisations.models import Organisation, OrganisationState
from tess.identity.models import Membership
from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role
from tests.isolation.doors import AT_ORGANISATIONS, AT_THE_COLLECTIVE, path_of
from tests.isolation.routes import _module_of, routes

_WRITES = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(?!identity_session|identity_handover)', re.IGNORECASE)
_OPENS = {200, 302, 405}


@pytest.mark.parametrize(
    ("urlconf", "table"),
    [(settings.ORGANISATION_URLCONF, AT_ORGANISATIONS), (settings.ROOT_URLCONF, AT_THE_COLLECTIVE)],
    ids=["organisations", "collective"],
)
def test_every_route_is_in_the_table_and_nothing_else(urlconf, table):
    assert {name for name, _pattern in routes(urlconf)} == set(table)


def signs_in(answer):
    """Whether the answer sends to the sign-in."""
    path = urlsplit(answer.headers.get("Location", "")).path
    return answer.status_code == 302 and path in {"/entrer/", "/connexion/"}


class Walk:
    """Requests at the doors; what was found wrong is kept, with the route and the role."""

    def __init__(self):
        self.wrong = []

    def opens(self, web, path, *what, as_well=200):
        answer = web.get(path)
        if answer.status_code not in {*_OPENS, as_well} or signs_in(answer):
            self.wrong.append((*what, "does not open", answer.status_code))

    def refuses(self, web, path, *what, status=403):
        """GET and POST are refused (`status`, or "sign in"), and nothing was written."""
        with CaptureQueriesContext(connection) as queries:
            answers = [web.get(path), web.post(path, {"anything": "x"})]
        for method, answer in zip(("GET", "POST"), answers, strict=True):
            if not (signs_in(answer) if status == "sign in" else answer.status_code == status):
                self.wrong.append((*what, method, answer.status_code))
        self._wrote(queries, *what)

    def knows_nothing_of(self, web, path, *what):
        """Neither GET nor POST tells that there is something; nothing was written."""
        with CaptureQueriesContext(connection) as queries:
            found = {web.get(path).status_code, web.post(path, {"anything": "x"}).status_code}
        if found not in ({404}, {404, 405}):
            self.wrong.append((*what, found))
        self._wrote(queries, *what)

    def _wrote(self, queries, *what):
        self.wrong += [(*what, query["sql"]) for query in queries if _WRITES.match(query["sql"])]


@pytest.fixture
def walk():
    found = Walk()
    yield found
    assert found.wrong == []


@pytest.fixture
def doors(filled, organisation):
    """(route, door, path) at the organisation's host."""
    urlconf, objects = settings.ORGANISATION_URLCONF, filled[organisation.slug]
    return [(name, door, path_of(name, door, urlconf, objects)) for name, door in AT_ORGANISATIONS.items()]


@pytest.fixture
def collective_doors(filled, organisation, somebodys_record):
    """(route, door, path) at the collective's host."""
    urlconf, objects = settings.ROOT_URLCONF, filled[organisation.slug] | somebodys_record
    return [(name, door, path_of(name, door, urlconf, objects)) for name, door in AT_THE_COLLECTIVE.items()]


class TestAnOrganisation:
    @pytest.mark.parametrize("role", sorted(ORGANISATION_ROLES))
    def test_its_own_people(self, role, organisation, people, client_of, doors, walk):
        web = client_of(organisation, people[organisation.slug][role])
        for name, door, path in doors:
            if role in door.enter:
                walk.opens(web, path, name, role, as_well=door.asked_nothing)
            elif not door.is_public:
                walk.refuses(web, path, name, role)

    def test_signed_out(self, organisation, client_of, doors, walk):
        for name, door, path in doors:
            if not door.is_public:
                walk.refuses(client_of(organisation), path, name, status="sign in")

    def test_people_of_another_organisation(self, organisation, other_organisation, people, client_of, doors, walk):
        """Signed in elsewhere as anybody, the cookie replayed here: signed out."""
        for role in sorted(ORGANISATION_ROLES):
            here = client_of(organisation)
            here.cookies = client_of(other_organisation, people[other_organisation.slug][role]).cookies
            for name, door, path in doors:
                if not door.is_public:
                    walk.refuses(here, path, name, role, status="sign in")

    def test_people_of_the_collective(self, organisation, people, client_of, collective_client, doors, walk):
        """A role in the collective opens nothing in an organisation."""
        for role in sorted(COLLECTIVE_ROLES):
            here = client_of(organisation)
            here.cookies = collective_client(people["collective"][role]).cookies
            for name, door, path in doors:
                if not door.is_public:
                    walk.refuses(here, path, name, role, status="sign in")

    def test_suspended(self, organisation, people, client_of, doors, walk):
        webs = {role: client_of(organisation, people[organisation.slug][role]) for role in sorted(ORGANISATION_ROLES)}
        with connection.as_application():
            Organisation.objects.filter(pk=organisation.pk).update(state=OrganisationState.SUSPENDED)
        for role, web in {**webs, "nobody": client_of(organisation)}.items():
            for name, _door, path in doors:
                walk.refuses(web, path, name, role)

    def test_a_foreign_object_is_as_unknown_as_a_missing_one(
        self, organisation, other_organisation, people, client_of, filled
    ):
        webs = {role: client_of(organisation, people[organisation.slug][role]) for role in sorted(ORGANISATION_ROLES)}
        tried, wrong = 0, []
        for name, door in AT_ORGANISATIONS.items():
            private = {key: what for key, what in door.sample.items() if what in filled["private"]}
            for role in sorted(door.enter) if private else []:
                answers = [
                    _ask(
                        webs[role],
                        name,
                        _objects(door, filled, organisation.slug) | _objects_named(private, filled[slug]),
                    )
                    for slug in (other_organisation.slug, "missing")
                ]
                tried += 1
                if [answer.status_code for answer in answers] != [404, 404]:
                    wrong.append((name, role, [answer.status_code for answer in answers]))
                elif _plain(answers[0]) != _plain(answers[1]):
                    wrong.append((name, role, "the two answers differ"))
        assert wrong == []
        assert tried, "no private object was tried"


class TestTheCollective:
    @pytest.mark.parametrize("role", sorted(COLLECTIVE_ROLES | ORGANISATION_ROLES))
    def test_everybody(self, role, organisation, people, collective_client, collective_doors, record_of, walk):
        web, own = (
            collective_client((people["collective"] | people[organisation.slug])[role]),
            record_of(organisation, role),
        )
        self.walks(web, role, collective_doors, walk)
        for name, door in AT_THE_COLLECTIVE.items() if own else ():
            if door.own:
                walk.opens(web, path_of(name, door, settings.ROOT_URLCONF, own), name, role)

    def test_people_of_another_organisation(
        self, other_organisation, people, collective_client, collective_doors, walk
    ):
        web = collective_client(people[other_organisation.slug][Role.DIRECTOR])
        self.walks(web, Role.DIRECTOR, collective_doors, walk)

    def test_people_of_a_suspended_organisation(
        self, organisation, people, collective_client, collective_doors, record_of, walk
    ):
        """The collective's pages stay theirs; what they do there for that organisation waits until it is open again."""
        role = Role.LISTENER
        web, own = collective_client(people[organisation.slug][role]), record_of(organisation, role)
        with connection.as_application():
            Organisation.objects.filter(pk=organisation.pk).update(state=OrganisationState.SUSPENDED)
        self.walks(web, role, collective_doors, walk)
        for name, door in AT_THE_COLLECTIVE.items():
            if door.own:
                answers = {
                    ask(path_of(name, door, settings.ROOT_URLCONF, own)).status_code for ask in (web.get, web.post)
                }
                assert answers in ({403}, {403, 405}), name

    def walks(self, web, role, doors, walk):
        """Through all doors, with somebody else's record in the paths."""
        for name, door, path in doors:
            if door.own:
                walk.knows_nothing_of(web, path, name, role)
            elif role in door.enter:
                walk.opens(web, path, name, role, as_well=door.asked_nothing)
            elif not door.is_public:
                walk.refuses(web, path, name, role, status=door.refusal)

    def test_signed_out(self, collective_client, collective_doors, walk):
        for name, door, path in collective_doors:
            if not door.is_public:
                walk.refuses(collective_client(), path, name, status="sign in")

    def test_nothing_of_it_is_served_at_an_organisations_host(
        self, organisation, people, client_of, doors, collective_doors
    ):
        web = client_of(organisation, people[organisation.slug][Role.DIRECTOR])
        here = {path for _name, _door, path in doors}
        wrong = []
        for name, _door, path in collective_doors:
            if path not in here:
                found = web.get(path).status_code
                # a write that both kinds of host have answers its GET the same whatever it is about
                if found != 404 and not (found == 405 and _is_here_too(name, path)):
                    wrong.append((name, found))
        assert wrong == []


def _is_here_too(name, path):
    return name in AT_ORGANISATIONS and resolve(path, settings.ORGANISATION_URLCONF).view_name == name


def _objects(door, filled, slug):
    return _objects_named(door.sample, filled[slug])


def _objects_named(sample, objects):
    return {key: objects[what] for key, what in sample.items()}


def _ask(web, name, kwargs):
    path = reverse(name, urlconf=settings.ORGANISATION_URLCONF, kwargs=kwargs)
    answer = web.get(path)
    return web.post(path) if answer.status_code == 405 else answer


def _plain(answer):
    """The body less what differs at each answer: the form's token."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content)


def test_one_membership_opens_one_organisation(organisation, other_organisation, people):
    with connection.as_application():
        mine = {user.pk for user in people[organisation.slug].values()}
        theirs = {user.pk for user in people[other_organisation.slug].values()}
        assert not mine & theirs
        assert Membership.objects.filter(user_id__in=mine).exclude(organisation=organisation).count() == 0


def _wagtails_paths():
    """A path of every route of Wagtail's own under its admin, less those walled up (tests/cms/test_admin.py)."""
    for pattern, regex in _leaves(get_resolver(settings.ROOT_URLCONF).url_patterns, ""):
        if _module_of(pattern).startswith("wagtail") and regex.startswith("cms/"):
            template, names = normalize(regex)[0]
            for value in ("1", str(UUID(int=1))):
                path = "/" + template % dict.fromkeys(names, value)
                if re.match(f"/{regex}", path):
                    if resolve(path, settings.ROOT_URLCONF).url_name != "wagtailadmin_walled_up":
                        yield path
                    break


def _leaves(patterns, before):
    for each in patterns:
        regex = before + each.pattern.regex.pattern.removeprefix("^")
        if isinstance(each, URLPattern):
            yield each, regex
        else:
            yield from _leaves(each.url_patterns, regex.removesuffix(r"\Z"))


@pytest.mark.parametrize("role", [None, Role.TREASURER])
def test_wagtails_own_pages_open_to_editors_alone(role, member, collective_client, walk):
    web, paths = collective_client(member(None, role) if role else None), list(_wagtails_paths())
    for path in paths:
        walk.refuses(web, path, role, path, status=403 if role else "sign in")
    assert len(paths) > 100
