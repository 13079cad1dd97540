from datetime import date
from types import SimpleNamespace

import pytest
from django.db.models import Avg, Count, Max, Min, Q

from tenants.telephony import demo
from tenants.telephony.models import Call, ImportBatch, Line
from tess.identity.roles import Role

DAY = date(2026, 9, 7)


@pytest.fixture
def world(organisation, other_organisation, member, monkeypatch):
    """Two of the six organisations, as the demonstration makes them."""
    organisations = {"rivage": organisation, "veilleurs": other_organisation}
    monkeypatch.setattr(demo, "_LINES", {slug: demo._LINES[slug] for slug in organisations})
    users = {f"{slug}.manager": member(found, Role.MANAGER) for slug, found in organisations.items()}
    made = SimpleNamespace(organisations=organisations, users=users, today=DAY)
    demo.load(made)
    return made


def test_three_months_plausible_to_someone_of_the_trade(world):
    history = Call.objects.filter(source="demo")
    found = history.aggregate(
        n=Count("id"),
        answered=Count("id", filter=Q(outcome="answered")),
        first=Min("started_at"),
        last=Max("ended_at"),
        talk=Avg("talk_seconds", filter=Q(outcome="answered", talk_seconds__gt=240)),
    )
    assert 40_000 < found["n"] < 80_000
    assert 0.52 < found["answered"] / found["n"] < 0.57
    assert (found["first"].date(), (DAY - found["first"].date()).days) >= (date(2026, 6, 7), 90)
    assert 15 * 60 < found["talk"] < 25 * 60
    night = history.filter(started_at__hour__in=[1, 2, 3]).count()
    evening = history.filter(started_at__hour__in=[17, 18, 19]).count()
    assert night * 3 < evening


def test_the_days_come_through_the_real_import(world, acting_for):
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.loaded, batch.refused, batch.profile.source) == ("loaded", 2374, 1, "asterisk")
    assert batch.created_by == world.users["rivage.manager"].pk
    with acting_for(world.organisations["veilleurs"]):
        batch = ImportBatch.objects.get()
        assert (batch.state, batch.loaded, batch.profile.name) == ("loaded", 2375, "Serveur vocal")


def test_a_second_time_changes_nothing(world):
    before = (Call.objects.count(), Line.objects.count(), ImportBatch.objects.count())
    demo.load(world)
    assert (Call.objects.count(), Line.objects.count(), ImportBatch.objects.count()) == before


def test_numbers_come_from_the_regulator_s_ranges_for_fiction():
    fiction = ("019900", "026191", "035301", "046571", "053649", "063998")
    numbers = [sketch.number for sketches in demo._LINES.values() for sketch in sketches]
    assert len(set(numbers)) == len(numbers)
    assert all(len(number) == 10 and number.startswith(fiction) for number in numbers)
