"""A token of each organisation in every text it holds; whatever another, or the collective, can see is searched for it."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.db import connection

from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES
from tess.kernel.models import AuditEntry, OutboxMessage
from tests.isolation.doors import AT_ORGANISATIONS, AT_THE_COLLECTIVE, path_of
from tests.isolation.world import canary_of, mark

FREE_TEXTS_AT_LEAST = 5


@pytest.fixture
def marked(filled, organisation, other_organisation):
    """Both marked; the test is worth something only where the token really stands."""
    for where in (organisation, other_organisation):
        assert len(mark(where)) >= FREE_TEXTS_AT_LEAST
    return filled


def body_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def crawl(doors, urlconf, objects, webs):
    """Every page of the table as everybody who may enter it; yields (route, role, body)."""
    for name, door in doors.items():
        path = path_of(name, door, urlconf, objects)
        for role, web in webs.items():
            if door.is_public or role in door.enter:
                answer = web.get(path)
                yield name, role, body_of(answer).decode(errors="replace") + str(answer.headers)


def test_nothing_of_another_organisation_is_shown(organisation, other_organisation, marked, people, client_of, caplog):
    caplog.set_level(logging.DEBUG)
    mine, theirs = canary_of(organisation), canary_of(other_organisation)
    webs = {role: client_of(organisation, people[organisation.slug][role]) for role in ORGANISATION_ROLES}
    seen = 0
    for name, role, body in crawl(AT_ORGANISATIONS, settings.ORGANISATION_URLCONF, marked[organisation.slug], webs):
        assert theirs not in body, (name, role)
        assert other_organisation.name not in body, (name, role)
        seen += mine in body
    assert seen, "its own token is nowhere: the crawl proves nothing"
    assert theirs not in caplog.text


def test_nothing_of_any_organisation_is_shown_to_the_collective(
    organisation, other_organisation, marked, people, collective_client
):
    everybody = people["collective"] | people[organisation.slug]
    webs = {role: collective_client(everybody[role]) for role in COLLECTIVE_ROLES | ORGANISATION_ROLES}
    for name, role, body in crawl(AT_THE_COLLECTIVE, settings.ROOT_URLCONF, marked[organisation.slug], webs):
        assert canary_of(organisation) not in body, (name, role)
        assert canary_of(other_organisation) not in body, (name, role)


def test_nothing_is_left_where_it_should_not_be(organisation, other_organisation, marked, people, client_of, caplog):
    """Mails, logs, the shared tables of audit and work to do, the cache, files: no token of anybody."""
    caplog.set_level(logging.DEBUG)
    webs = {role: client_of(organisation, people[organisation.slug][role]) for role in ORGANISATION_ROLES}
    for _page in crawl(AT_ORGANISATIONS, settings.ORGANISATION_URLCONF, marked[organisation.slug], webs):
        pass
    with connection.as_application():
        shared = [*AuditEntry.objects.values_list("fields", "marks", "label"), *OutboxMessage.objects.values("payload")]
    found = "\n".join(
        [
            caplog.text,
            *(f"{message.subject} {message.body}" for message in mail.outbox),
            str(shared),
            str(caches["default"]._cache),
            *(path.read_text(errors="replace") for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()),
        ]
    )
    assert "kanari-" not in found


def test_a_cached_entry_is_its_organisations_own(organisation, other_organisation, acting_for):
    caches["organisation"].set("figure", canary_of(organisation))
    with acting_for(other_organisation):
        assert caches["organisation"].get("figure") is None
    assert caches["organisation"].get("figure") == canary_of(organisation)


def test_the_organisations_cache_refuses_to_serve_nobody(organisation):
    with connection.as_application(), pytest.raises(RuntimeError):
        caches["organisation"].get("figure")
