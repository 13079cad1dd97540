"""Somebody limited to a site: lines and calls of that site alone, in lists and by address."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from tenants.telephony.domain import lines, queries
from tenants.telephony.models import Call, Line, Site
from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tess.kernel.errors import DomainError, NotFound
from tests.scopes import limited_to

AT = datetime(2026, 9, 7, 14, 2, tzinfo=UTC)


@pytest.fixture
def two(organisation):
    """A line in Lyon, one in Brest, one of no site; a call on each."""
    found = {}
    for number, town in enumerate(["Lyon", "Brest", ""], start=1):
        site = Site.objects.create(name=town, town=town) if town else None
        line = Line.objects.create(name=f"Ligne {town or 'nationale'}", number=f"019900000{number}", site=site)
        Call.objects.create(
            line=line,
            external_id=f"essai-{number}",
            source="demo",
            started_at=AT,
            ended_at=AT,
            outcome="abandoned",
            wait_seconds=0,
            talk_seconds=0,
            agent=f"a-{town}",
        )
        found[town] = line
    return found


@pytest.fixture
def manager(organisation, member, two):
    return limited_to(member(organisation, Role.MANAGER), two["Lyon"].site)


def names(answer):
    return set(re.findall(r"Ligne (?:Lyon|Brest|nationale)", answer.content.decode()))


def test_lists_hold_that_site_alone(organisation, manager, client_of, member):
    web = client_of(organisation, manager)
    assert names(web.get("/appels/lignes/")) == {"Ligne Lyon"}
    assert names(web.get("/appels/?jour=2026-09-07")) == {"Ligne Lyon"}
    whole = client_of(organisation, member(organisation, Role.MANAGER))
    assert names(whole.get("/appels/?jour=2026-09-07")) == {"Ligne Lyon", "Ligne Brest", "Ligne nationale"}


def test_another_sites_line_is_not_asked_for(organisation, two, manager, client_of):
    answer = client_of(organisation, manager).get("/appels/", {"jour": "2026-09-07", "ligne": two["Brest"].pk})
    assert answer.status_code == 400
    assert "Ligne Brest" not in answer.content.decode()


@pytest.mark.parametrize(("where", "status"), [("Lyon", 200), ("Brest", 404), ("", 404)])
def test_a_line_is_opened_within_the_site_alone(organisation, two, manager, client_of, where, status):
    web, pk = client_of(organisation, manager), two[where].pk
    assert web.get(f"/appels/lignes/{pk}/").status_code == status
    if status == 404:
        assert [web.post(path).status_code for path in writes(pk)] == [404, 404]
        actor = Actor(manager.pk, organisation.pk, frozenset({Role.MANAGER}), sites=frozenset({two["Lyon"].site_id}))
        with connection.acting_for(organisation), pytest.raises(NotFound):
            lines.get_line_for(actor, pk)


def writes(pk):
    return [
        reverse(f"telephony:{name}", urlconf=settings.ORGANISATION_URLCONF, args=[pk])
        for name in ("line_archive", "line_put_back")
    ]


def test_a_line_stays_within_the_site(organisation, two, manager):
    actor = Actor(manager.pk, organisation.pk, frozenset({Role.MANAGER}), sites=frozenset({two["Lyon"].site_id}))
    said = {"name": "L", "number": "0199000009", "cost": "free", "channels": ["phone"], "opening_hours": ""}
    for site in (two["Brest"].site, None):
        with pytest.raises(DomainError) as refusal:
            lines.save_line(Line(), **said, site=site, actor=actor)
        assert refusal.value.field == "site"
    assert lines.save_line(Line(), **said, site=two["Lyon"].site, actor=actor).pk


def test_what_is_the_whole_organisations_is_closed(organisation, manager, client_of):
    web = client_of(organisation, manager)
    for path in ("/appels/imports/", "/appels/profils/"):
        assert web.get(path).status_code == 403


def test_the_latest_day_is_that_of_ones_own_lines(organisation, two, manager):
    later = AT.replace(day=9)
    Call.objects.create(
        line=two["Brest"],
        external_id="z",
        source="demo",
        started_at=later,
        ended_at=later,
        outcome="abandoned",
        wait_seconds=0,
        talk_seconds=0,
    )
    actor = Actor(manager.pk, organisation.pk, frozenset({Role.MANAGER}), sites=frozenset({two["Lyon"].site_id}))
    assert queries.latest_day(actor) == AT.date()
