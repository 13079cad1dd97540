import itertools
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tenants.telephony.models import Call, Line

PARIS = ZoneInfo("Europe/Paris")
DAY = date(2026, 9, 7)
_numbers = itertools.count(1)


def call(line, *, outcome="answered", hour=9, minute=0, wait=20, talk=600, day=DAY):
    """One call, not saved; seconds of talk are those of an answered one."""
    started = datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS)
    answered = started + timedelta(seconds=wait) if outcome == "answered" else None
    talked = talk if outcome == "answered" else 0
    return Call(
        line=line,
        source="demo",
        external_id=f"demo-{next(_numbers)}",
        started_at=started,
        answered_at=answered,
        ended_at=started + timedelta(seconds=wait + talked),
        wait_seconds=wait,
        talk_seconds=talked,
        outcome=outcome,
    )


@pytest.fixture
def line(organisation):
    return Line.objects.create(name="Ligne du soir", number="0199001234")


@pytest.fixture
def other_line(organisation):
    return Line.objects.create(name="Ligne de nuit", number="0199001235")
