"""The demonstration's records: in proportion to the calls, plausible, and made once."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db.models import Count, Q

from tenants.desk import demo
from tenants.desk.models import Contact, ContactNote, Referral
from tenants.desk.themes import THEMES
from tenants.people.models import Person
from tenants.telephony.models import Call
from tess.identity.roles import Role


@pytest.fixture
def world(organisation, member, line_of, call_of):
    listener = member(organisation, Role.LISTENER)
    trainee = member(organisation, Role.TRAINEE)
    for user in (listener, trainee):
        Person.objects.create(user_id=user.pk)
    first = call_of(organisation)
    Call.objects.bulk_create(
        Call(
            line=first.line, source=first.source, external_id=f"d{n}", agent=f"agent-{n % 5}", outcome=first.outcome,
            started_at=first.started_at - timedelta(hours=n), answered_at=first.answered_at - timedelta(hours=n),
            ended_at=first.ended_at - timedelta(hours=n), wait_seconds=20, talk_seconds=10 + 7 * n,
        )
        for n in range(1, 400)
    )  # fmt: skip
    return SimpleNamespace(
        organisations={"rivage": organisation}, users={"rivage.listener": listener}, today=date(2026, 9, 7)
    )


def test_shares(world, organisation):
    demo.load(world)
    shares = Contact.objects.aggregate(
        all=Count("pk"), unwanted=Count("pk", filter=Q(nature="unwanted")), drafts=Count("pk", filter=Q(state="draft"))
    )
    assert 0.68 < (shares["all"] - shares["drafts"]) / 400 < 0.82
    assert 0.20 < shares["unwanted"] / shares["all"] < 0.30
    assert shares["drafts"] == 2
    assert 0 < ContactNote.objects.count() <= 40
    assert Referral.objects.count() == 0  # no directory, no referral
    assert {contact.listener.user_id for contact in Contact.objects.select_related("listener")} == {
        world.users["rivage.listener"].pk
    }


def test_once(world):
    demo.load(world)
    before = set(Contact.objects.values_list("pk", "version"))
    demo.load(world)
    assert set(Contact.objects.values_list("pk", "version")) == before


def test_its_words_are_known():
    told = {theme for shape in demo._SHAPES.values() for theme in shape.themes} | set(demo._TOLD)
    told |= {theme for conversation in demo.CONVERSATIONS for theme in conversation.themes}
    assert told <= set(THEMES)
    assert {"rivage", "veilleurs", "jeunes", "horizon", "passerelles", "clairiere"} == set(demo._SHAPES)


def test_notes_name_nobody_and_number_nothing():
    for text in (*(told.text for told in demo.CONVERSATIONS), *demo.ENDINGS):
        assert not re.search(r"\d", text)
