"""What is kept of contact records by day, against the records themselves."""

import uuid
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenants.activity.domain.days import PARIS, bounds
from tenants.activity.domain.folding import fold
from tenants.activity.domain.publication import publish_days
from tenants.activity.domain.queries import Records, records_of, totals_between
from tenants.activity.models import ContactDay
from tenants.desk.models import Contact
from tenants.people.models import Person
from tenants.telephony.models import Call
from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tess.observatory.models import PublishedFigure

from .conftest import DAY, call
from .test_day import text_of

DAYS = [DAY, DAY + timedelta(days=1)]


@pytest.fixture
def listener(organisation):
    return Person.objects.create(user_id=uuid.uuid4())


def record(listener, line, *, closed=True, nature="support", channel="phone", day=DAY, hour=9, of=None):
    """One contact record, not saved."""
    opened = datetime(day.year, day.month, day.day, hour, tzinfo=PARIS)
    return Contact(
        listener=listener,
        line=line,
        call=of,
        channel=channel,
        state="closed" if closed else "draft",
        nature=nature,
        unwanted_kind="silent" if nature == "unwanted" else "",
        opened_at=opened,
        closed_at=opened + timedelta(minutes=20) if closed else None,
    )


records = st.tuples(
    st.booleans(),
    st.sampled_from(["support", "unwanted"]),
    st.sampled_from(["phone", "chat", "email"]),
    st.sampled_from(DAYS),
    st.sampled_from([0, 9, 23]),
    st.booleans(),
)
steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["insert", "undone"]), st.lists(records, min_size=1, max_size=5)),
        st.tuples(st.sampled_from(["delete", "close", "save", "later", "elsewhere"]), st.integers(1, 4)),
        st.tuples(st.just("fold"), st.sampled_from(DAYS)),
    ),
    min_size=1,
    max_size=8,
)


def apply(step, what, listener, lines):
    some = Contact.objects.order_by("opened_at", "id").values("id")[: what if type(what) is int else 0]
    chosen = Contact.objects.filter(pk__in=some)
    if step in {"insert", "undone"}:
        made = [
            record(listener, lines[one], closed=closed, nature=nature, channel=channel, day=day, hour=hour)
            for closed, nature, channel, day, hour, one in what
        ]
        with transaction.atomic():
            Contact.objects.bulk_create(made)
            transaction.set_rollback(step == "undone")
    elif step == "delete":
        chosen.delete()
    elif step == "close":
        chosen.update(state="closed", closed_at=F("opened_at"))
    elif step == "save":
        chosen.update(version=F("version") + 1)
    elif step == "later":
        chosen.update(opened_at=F("opened_at") + timedelta(hours=14))
    elif step == "elsewhere":
        chosen.update(line=lines[True], channel="chat")
    else:
        fold(*bounds(what, what))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(plan=steps)
def test_records_are_counted_whatever_happens_to_them(listener, line, other_line, plan):
    sid = transaction.savepoint()
    lines = (line, other_line)
    for step, what in plan:
        apply(step, what, listener, lines)
    everything = list(Contact.objects.all())
    for day in [*DAYS, DAY + timedelta(days=2)]:
        that_day = [one for one in everything if one.opened_at.astimezone(PARIS).date() == day]
        for where in (None, *lines):
            here = [one for one in that_day if where is None or one.line_id == where.pk]
            closed = [one for one in here if one.state == "closed"]
            natures = Counter(one.nature for one in closed)
            found = records_of(day, Actor.system("tests"), [where.pk] if where else None)
            assert found == Records(len(here), len(closed), natures["unwanted"], missing=0)
        written = [one for one in that_day if one.state == "closed" and one.channel != "phone"]
        totals = totals_between(day, day)
        assert (totals[day].written if day in totals else 0) == len(written)
    transaction.savepoint_rollback(sid)


def test_a_record_saved_as_one_types_writes_nothing_here(listener, line):
    record(listener, line, closed=False).save()
    rows = ContactDay.objects.count()
    for _ in range(5):
        Contact.objects.update(version=F("version") + 1, saved_at=F("saved_at") + timedelta(seconds=2))
    assert ContactDay.objects.count() == rows


def test_the_page_tells_which_calls_have_no_record(organisation, listener, line, other_line, client_of, member):
    calls = [call(line), call(line), call(line, outcome="abandoned"), call(other_line)]
    Call.objects.bulk_create(calls)
    record(listener, line, of=calls[0]).save()
    record(listener, line, closed=False, nature="").save()
    record(listener, line, nature="unwanted", channel="chat").save()
    web = client_of(organisation, member(organisation, Role.MANAGER))
    page = text_of(web.get("/activite/"))
    assert "3 fiches ont été ouvertes, dont 1 encore en cours, dont 1 pour des contacts indésirables." in page
    assert "2 appels décrochés n’ont pas encore de fiche." in page
    assert "1 appel décroché n’a pas encore de fiche." in text_of(web.get(f"/activite/?ligne={line.pk}"))


def test_every_call_with_its_record_is_said_too(organisation, listener, line, client_of, member):
    answered = call(line)
    answered.save()
    record(listener, line, of=answered).save()
    page = text_of(client_of(organisation, member(organisation, Role.MANAGER)).get("/activite/"))
    assert "Chaque appel décroché a sa fiche." in page


def test_contacts_handled_are_calls_answered_and_written_contacts_closed(organisation, listener, line, actor_of):
    answered = call(line)
    answered.save()
    for one in (
        record(listener, line, of=answered),  # the call counts, its record not again
        record(listener, line),  # its call comes with the night's file
        record(listener, line, channel="chat"),
        record(listener, line, channel="email"),
        record(listener, line, channel="email", closed=False, nature=""),
        record(listener, line, channel="chat", day=DAYS[1]),
    ):
        one.save()
    publish_days(DAYS[0], DAYS[1], actor=actor_of(organisation, Role.DIRECTOR))
    handled = PublishedFigure.objects.filter(indicator="contacts_handled").order_by("period_start")
    assert list(handled.values_list("period_start", "value")) == [(DAYS[0], 3), (DAYS[1], 1)]
