"""What somebody puts in an address by hand is answered, at every route, by somebody who may enter: never an error page."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import quote
from uuid import UUID

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import QueryDict

from tests.isolation.doors import AT_ORGANISATIONS, AT_THE_COLLECTIVE, path_of

VALUES = {
    "zero": "\x00",
    "zero in a marker": "2026-09-07T14:02:00+00:00~\x00",
    "zero in a slug": "rivage\x00",
    "huge": "9" * 40,
    "huge in a marker": f"2026-09-07T14:02:00+00:00~{'9' * 40}",
    "a year too far": "99999-01-01",
    "the last day": "9999-12-31",
    "the first day": "0001-01-01",
    "the first moment": "0001-01-01T00:00:00+14:00~1",
    "the last moment": "9999-12-31T23:59:59-14:00~1",
    "other digits": "٣١١٤",
    "a raised digit": "²",
    "a fraction": "1e400",
    "no number": "nan",
    "a line end": "/\r\nSet-Cookie: a=b",
    "another host": "//ailleurs.example/",
    "half a host": "/\\[",
    "a broken host": "//[",
    "markup": "%_'\";<b>",
    "a clock": "2026-09-07T25:61:61",
    "long": "é" * 5000,
}
RAW = {"a lone surrogate": "%ED%A0%80", "no UTF-8": "%FF%FE", "half an escape": "%"}


def quoted():
    """(what is wrong with it, the value as it stands in an address)"""
    return [*((wrong, quote(value, safe="")) for wrong, value in VALUES.items()), *RAW.items()]


class Hands:
    """Asks, and keeps which question ended in an error."""

    def __init__(self):
        self.wrong = []

    def ask(self, web, address, *what):
        try:
            with transaction.atomic():
                answer = web.get(address)
                if answer.status_code >= 500:
                    self.wrong.append((*what, answer.status_code))
        except Exception as error:  # noqa: BLE001  whatever it is, somebody would have seen an error page
            self.wrong.append((*what, repr(error)[:200]))


@pytest.fixture
def hands():
    found = Hands()
    yield found
    assert found.wrong == []


@pytest.fixture(params=["an organisation", "the collective"])
def doors(request, filled, record_of, organisation, people, client_of, collective_client):
    """(route, a browser that may enter, its path, the parameters in its path), for each route of the host."""
    here = request.param == "an organisation"
    table, urlconf = (
        (AT_ORGANISATIONS, settings.ORGANISATION_URLCONF) if here else (AT_THE_COLLECTIVE, settings.ROOT_URLCONF)
    )
    users = people[organisation.slug] if here else {**people[organisation.slug], **people["collective"]}
    browser = (lambda user: client_of(organisation, user)) if here else collective_client
    webs, found, whose = {}, [], "listener"
    objects = filled[organisation.slug] | record_of(organisation, whose)
    for name, door in table.items():
        role = "" if door.is_public else whose if door.own else min(door.enter, default="")
        if role not in webs:
            webs[role] = browser(users[role] if role else None)
        path = path_of(name, door, urlconf, objects)
        found.append((name, webs[role], path, [str(objects[what]) for what in door.sample.values()]))
    if not here:  # the site's pages are Wagtail's to find
        found += [("the site", collective_client(), f"/{slug}", [slug] if slug else []) for slug in ("", "charte/")]
    return found


class Noting(QueryDict):
    """What stands after a question mark; it notes by which names it is asked."""

    noted: set[str] = set()

    def __getitem__(self, name):
        self.noted.add(name)
        return super().__getitem__(name)

    def get(self, name, default=None):
        self.noted.add(name)
        return super().get(name, default)

    def getlist(self, name, default=None):
        self.noted.add(name)
        return super().getlist(name, default)

    def __contains__(self, name):
        self.noted.add(name)
        return super().__contains__(name)


@pytest.fixture
def names_read(monkeypatch):
    """`names_read(browser, path)`: what the view behind it reads from an address, with what it reads once that is there."""
    monkeypatch.setattr(WSGIRequest, "GET", property(lambda request: Noting(request.META["QUERY_STRING"])))

    def read(web, path):
        known = set()
        for _again in range(3):
            Noting.noted = set()
            with transaction.atomic():
                web.get(f"{path}?" + "&".join(f"{name}=1" for name in sorted(known)))
            if Noting.noted <= known:
                break
            known |= Noting.noted
        return sorted(known)

    return read


def test_after_the_question_mark(doors, names_read, hands):
    reading = [(name, web, path, names_read(web, path)) for name, web, path, _samples in doors]
    assert {"avant", "suite"} <= {name for *_door, names in reading for name in names}, "nothing was noted"
    for wrong, value in quoted():
        for name, web, path, names in reading:
            if names:
                hands.ask(web, f"{path}?" + "&".join(f"{each}={value}" for each in names), wrong, name)


def test_in_the_path(doors, hands):
    for wrong, value in quoted():
        for name, web, path, samples in doors:
            for sample in samples:
                if not is_uuid(sample) or wrong in {"zero", "huge", "half an escape"}:  # Django reads those itself
                    hands.ask(web, path.replace(sample, value, 1), wrong, name, sample)


def is_uuid(sample):
    with suppress(ValueError):
        return bool(UUID(sample))


def test_in_the_hand_over(organisation, people, client_of, collective_client, hands):
    """Its parameters are read one after the other: each is tried where the others are right."""
    here, there = collective_client(people[organisation.slug]["listener"]), client_of(organisation)
    right = {"organisation": organisation.slug, "etat": "0" * 64, "suite": "/"}
    for wrong, value in quoted():
        for name in right:
            asked = "&".join(f"{key}={word}" for key, word in {**right, name: value}.items())
            hands.ask(here, f"/passage/?{asked}", wrong, name)
        hands.ask(there, f"/entrer/jeton/?jeton={value}", wrong, "jeton")
