"""Whom may I call now, on the home page."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.domain.calling import MOST, SITUATIONS, lines_for, situation_numbered
from tenants.relays.demo import FILE
from tenants.relays.domain.imports import load
from tenants.relays.domain.services import mark_verified
from tenants.relays.models import Service
from tess.identity.roles import Role
from tess.kernel.actor import Actor

PARIS = ZoneInfo("Europe/Paris")
AFTERNOON = datetime(2026, 9, 7, 15, 30, tzinfo=PARIS)  # a Monday
NIGHT = datetime(2026, 9, 7, 3, 0, tzinfo=PARIS)


@pytest.fixture
def directory(db):
    """The national relay directory."""
    with connection.as_application():
        load(FILE, actor=Actor.system("tests"))


def names(number, at):
    return [service.name for service, _status in lines_for(SITUATIONS[number - 1], at)]


def test_every_situation_finds_somebody(directory):
    for situation in SITUATIONS:
        lines = lines_for(situation, AFTERNOON)
        assert 1 <= len(lines) <= MOST
        assert lines[0][1].open
        for service, _status in lines:
            assert set(service.themes) & set(situation.themes)


def test_someone_unwell_is_answered_day_and_night(directory):
    assert names(1, AFTERNOON)[0] == names(1, NIGHT)[0] == "Prévention du suicide"
    assert all(status.open for _service, status in lines_for(SITUATIONS[0], NIGHT))


def test_lines_that_sleep_come_last_and_say_when_they_wake(directory):
    assert names(6, AFTERNOON)[:2] != names(6, NIGHT)[:2]
    assert names(6, NIGHT)[0] == "SOS Amitié"
    closed = [(service.name, status.text) for service, status in lines_for(SITUATIONS[5], NIGHT) if not status.open]
    assert [name for name, _text in closed] == ["SOS Crise", "Solitud'écoute"]
    assert all("ouvre à" in text for _name, text in closed)


def test_verified_lines_come_before_others(directory, collective_member, actor_of):
    user = collective_member(Role.COORDINATOR)
    assert names(5, AFTERNOON)[0] == "Drogues Info Service"
    actor = actor_of(None, Role.COORDINATOR, user=user)
    mark_verified(Service.objects.get(number="0974751313"), actor=actor)
    assert names(5, AFTERNOON)[0] == "Joueurs Info Service"


def test_lines_withdrawn_or_local_are_not_given(directory):
    assert "SOS Amitié" in names(6, NIGHT)
    Service.objects.filter(number="0972394050").update(active=False)
    Service.objects.filter(name="SOS Crise").update(level="local")
    assert {"SOS Amitié", "SOS Crise"}.isdisjoint(names(6, AFTERNOON))


def test_the_home_page_answers_the_situation_asked_about(site, directory, collective_client):
    client = collective_client()
    for asked, expected in (
        ("", "Je vais mal"),
        ("?pour=5", "Addictions"),
        ("?pour=99", "Je vais mal"),
        ("?pour=é", "Je vais mal"),
    ):
        html = client.get(f"/{asked}").content.decode()
        form = html.split('id="appeler"')[1].split("</section>")[0]
        assert re.findall(r'aria-current="true">([^<]+)<', form) == [expected]
        assert re.findall(r'href="(\?[^"]+)"', form) == [f"?pour={one.number}#appeler" for one in SITUATIONS]
        assert 1 <= len(re.findall(r'href="tel:\d+"', form)) <= MOST
    assert 'href="tel:0800231313"' in client.get("/?pour=5").content.decode()


def test_the_address_does_not_name_what_one_is_going_through(site, directory, collective_client):
    form = collective_client().get("/").content.decode().split('id="appeler"')[1].split("</section>")[0]
    for word in ("suicide", "violence", "addiction", "solitude"):
        assert not [address for address in re.findall(r'href="([^"]+)"', form) if word in address.lower()]


def test_without_a_directory_nothing_is_made_up(site, collective_client):
    html = collective_client().get("/").content.decode()
    assert 'id="appeler"' not in html
    assert "Qui puis-je appeler" not in html


def test_the_directory_is_read_in_one_statement(site, directory, collective_client):
    client = collective_client()
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/")
    assert len([1 for query in captured if "relays_service" in query["sql"]]) == 1


@pytest.mark.parametrize("text", ["", "0", "7", "1 OR 1", "-1"])
def test_any_other_number_is_the_first_situation(text):
    assert situation_numbered(text) is SITUATIONS[0]
