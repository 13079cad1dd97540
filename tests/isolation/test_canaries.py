"""A token of each organisation in every text it holds; whatever another, or the collective, can see is searched for it."""

from __future__ import annotations

import logging
import os
from base64 import b64decode
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from kombu.transport.memory import Channel

from tess.config import celery_app, env  # noqa: F401  the broker of the tests is in memory
from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role
from tess.kernel.intake import sending, uploads
from tess.kernel.models import AuditEntry, OutboxMessage
from tests.isolation.conftest import fill, make_people
from tests.isolation.doors import AT_ORGANISATIONS, AT_THE_COLLECTIVE, path_of
from tests.isolation.world import asterisk_file, canary_of, mark, mark_answers

FREE_TEXTS_AT_LEAST = 5


@pytest.fixture
def people(organisation, other_organisation):
    """Made anew for each test, as `filled` is: a word left on disk by their making is one of those looked for."""
    return make_people(organisation, other_organisation)


@pytest.fixture
def filled(organisation, other_organisation, people, tmp_path):
    return fill(organisation, other_organisation, people, tmp_path)


@pytest.fixture
def marked(filled, record_of, organisation, other_organisation):
    """Both marked; the test is worth something only where the token really stands."""
    for where in (organisation, other_organisation):
        assert len(mark(where)) >= FREE_TEXTS_AT_LEAST
        own = filled[where.slug]["own"] = record_of(where, Role.LISTENER)
        mark_answers(where, own["training"])
    return filled


@pytest.fixture
def written_since():
    """`written_since()`: what was written under the installation's folder since the test began, the database's own files aside."""

    def files():
        for folder, inner, names in os.walk(env.HOME):
            inner[:] = [name for name in inner if (Path(folder).name, name) != ("postgres", "data")]
            yield from (path for path in (Path(folder, name) for name in names) if path.is_file())

    before = {path: path.stat().st_size for path in files()}

    def read():
        for path in files():
            with path.open("rb") as file:
                file.seek(before.get(path, 0))
                yield path, file.read().decode(errors="replace")

    return lambda: dict(read())


def body_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def crawl(doors, urlconf, objects, webs):
    """Every page of the table as everybody who may enter it; yields (route, role, body)."""
    for name, door in doors.items():
        path = path_of(name, door, urlconf, objects | objects["own"])
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


def test_nothing_is_left_where_it_should_not_be(
    written_since, organisation, other_organisation, marked, people, client_of, caplog
):
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
        ]
    )
    assert "kanari-" not in found
    files = written_since()
    assert any(path.name == "server.log" for path in files)
    assert [str(path) for path, text in files.items() if "kanari-" in text] == []


def sent_to_the_broker():
    """Every message that waits there, its body read."""
    waiting = [message for queue in Channel.queues.values() for message in queue.queue]
    return "\n".join(f"{message} {b64decode(message['body'])}" for message in waiting)


@pytest.mark.parametrize("how", ["at once", "by the worker"])
def test_a_file_of_calls_leaves_nothing_but_calls(
    how, written_since, organisation, filled, people, client_of, monkeypatch, django_capture_on_commit_callbacks
):
    """Neither bytes nor a word of it stay on disk, nor with the broker."""
    web = client_of(organisation, people[organisation.slug][Role.MANAGER])
    monkeypatch.setattr(sending, "AT_ONCE", 10**9 if how == "at once" else 0)
    Channel.queues.clear()
    file = SimpleUploadedFile("kanari-zq.csv", asterisk_file(f"kanari-zq-{how}").encode())
    data = {"file": file, "profile": filled[organisation.slug]["profile"]}
    with django_capture_on_commit_callbacks(execute=True):
        sent = web.post("/appels/imports/nouveau/", data)
    assert any("kanari" in text for text in written_since().values()), "it waits in a file: else nothing is proven"
    assert ("check_batch" in sent_to_the_broker()) is (how == "by the worker")
    assert "kanari" not in sent_to_the_broker()
    if how == "at once":
        web.post(f"{sent.url}charger/")
    else:
        monkeypatch.setattr(uploads, "LIFETIME", -1)
        uploads.sweep()
    assert [str(path) for path, text in written_since().items() if "kanari" in text] == []


def test_a_file_of_past_records_leaves_no_word_of_what_is_not_read(
    written_since, organisation, filled, people, client_of, django_capture_on_commit_callbacks
):
    """A note, a name, a number: neither on disk nor in the database, whether the line was taken or refused."""
    web = client_of(organisation, people[organisation.slug][Role.MANAGER])
    content = "date;nature;genre;note\n03/02/2024;Écoute;;kanari-zq-note\n04/02/2024;Écoute;kanari-zq-genre;\n"
    file = SimpleUploadedFile("fiches.csv", content.encode())
    with django_capture_on_commit_callbacks(execute=True):
        data = {"file": file, "line": filled[organisation.slug]["line"], "channel": "phone"}
        sent = web.post("/fiches/reprises/nouvelle/", data)
    assert any("kanari-zq" in text for text in written_since().values()), "it waits in a file: else nothing is proven"
    web.post(f"{sent.url}charger/")
    assert [str(path) for path, text in written_since().items() if "kanari-zq" in text] == []
    with connection.acting_for(organisation), connection.cursor() as cursor:
        for table in ("desk_contact", "desk_pastimport", "desk_refusedpastline", "public.kernel_auditentry"):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE '%%kanari-zq-%%'")
            assert cursor.fetchone() == (0,), table


def test_a_cached_entry_is_its_organisations_own(organisation, other_organisation, acting_for):
    caches["organisation"].set("figure", canary_of(organisation))
    with acting_for(other_organisation):
        assert caches["organisation"].get("figure") is None
    assert caches["organisation"].get("figure") == canary_of(organisation)


def test_the_organisations_cache_refuses_to_serve_nobody(organisation):
    with connection.as_application(), pytest.raises(RuntimeError):
        caches["organisation"].get("figure")
