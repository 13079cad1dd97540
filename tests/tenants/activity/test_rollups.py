"""The rollups against the raw rows: whatever is inserted, changed, deleted or undone, they say the same."""

import random
from collections import Counter
from datetime import timedelta
from itertools import groupby

import pytest
from django.db import connection, transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenants.activity.domain.days import PARIS, bounds
from tenants.activity.domain.folding import fold
from tenants.activity.domain.queries import Counts, day_of
from tenants.activity.models import CallHour, CallWait, ChangedDay
from tenants.telephony.models import Call, Line
from tenants.telephony.models.call import Outcome

from .conftest import DAY, call

DAYS = [DAY, DAY + timedelta(days=1), DAY.replace(month=10, day=25)]  # the last one has 25 hours


def counted(calls):
    """What the raw rows say, hour by hour and by seconds waited; written without looking at the trigger."""
    answered = [one for one in calls if one.outcome == "answered"]
    hours = {}
    ordered = sorted(calls, key=lambda one: one.started_at.astimezone(PARIS).hour)
    for hour, group in groupby(ordered, key=lambda one: one.started_at.astimezone(PARIS).hour):
        found = list(group)
        by_outcome = Counter(one.outcome for one in found)
        hours[hour] = Counts(
            presented=len(found) - by_outcome["phantom"] - by_outcome["closed"],
            answered=by_outcome["answered"],
            abandoned=by_outcome["abandoned"],
            phantom=by_outcome["phantom"],
            closed=by_outcome["closed"],
            unknown=by_outcome["unknown"],
            wait_seconds=sum(one.wait_seconds for one in found if one.outcome == "answered"),
            talk_seconds=sum(one.talk_seconds for one in found if one.outcome == "answered"),
        )
    return (
        [hours.get(hour, Counts()) for hour in range(24)],
        Counter(min(3600, one.wait_seconds) for one in answered),
        Counter(min(3600, one.wait_seconds) for one in calls if one.outcome == "abandoned"),
    )


def agree():
    for day in DAYS:
        start, end = bounds(day, day)
        for line in [None, *Line.objects.all()]:
            calls = Call.objects.filter(started_at__gte=start, started_at__lt=end)
            hours, waited, patience = counted(list(calls.filter(line=line) if line else calls))
            found = day_of(day, [line.pk] if line else None)
            assert found.hours == hours
            assert (found.waited.by_second, found.patience.by_second) == (waited, patience)


calls = st.tuples(
    st.booleans(),
    st.sampled_from(Outcome.values),
    st.integers(0, 23),
    st.integers(0, 5000),
    st.sampled_from(DAYS),
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), st.lists(calls, min_size=1, max_size=6)),
        st.tuples(st.just("undone"), st.lists(calls, min_size=1, max_size=3)),
        st.tuples(st.sampled_from(["delete", "move", "wait", "outcome", "line"]), st.integers(1, 5)),
        st.tuples(st.just("fold"), st.sampled_from(DAYS)),
    ),
    min_size=1,
    max_size=8,
)


def apply(step, what, lines):
    chosen = Call.objects.filter(pk__in=Call.objects.order_by("id").values("id")[: what if type(what) is int else 0])
    if step in {"insert", "undone"}:
        made = [call(lines[one], outcome=out, hour=hour, wait=wait, day=day) for one, out, hour, wait, day in what]
        with transaction.atomic():
            Call.objects.bulk_create(made)
            transaction.set_rollback(step == "undone")
    elif step == "delete":
        chosen.delete()
    elif step == "move":
        hour = timedelta(hours=5)
        chosen.update(
            started_at=F("started_at") + hour, answered_at=F("answered_at") + hour, ended_at=F("ended_at") + hour
        )
    elif step == "wait":
        chosen.update(wait_seconds=F("wait_seconds") + 7, talk_seconds=F("talk_seconds") + 1)
    elif step == "outcome":
        chosen.update(outcome="phantom", answered_at=None)
    elif step == "line":
        chosen.update(line=lines[True])
    else:
        fold(*bounds(what, what))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(plan=steps)
def test_rollups_are_exact_whatever_happens_to_calls(line, other_line, plan):
    sid = transaction.savepoint()
    for step, what in plan:
        apply(step, what, (line, other_line))
    agree()
    transaction.savepoint_rollback(sid)


def test_folding_leaves_one_row_for_each_hour_and_changes_no_figure(line):
    chance = random.Random(3)
    for _ in range(40):
        call(line, hour=chance.choice([9, 10]), wait=chance.randint(0, 3), outcome="answered").save()
    before = day_of(DAY)
    fold(*bounds(DAY, DAY))
    assert day_of(DAY) == before
    assert before.total.answered == 40
    assert CallHour.objects.count() == 2
    assert CallWait.objects.count() == 4
    Call.objects.all().delete()
    fold(*bounds(DAY, DAY))
    assert not CallHour.objects.exists()
    assert not CallWait.objects.exists()


def test_a_change_that_touches_no_figure_writes_nothing(line):
    call(line).save()
    rows = CallHour.objects.count(), CallWait.objects.count(), ChangedDay.objects.count()
    Call.objects.update(queue="ecoute", agent="sip-12")
    assert (CallHour.objects.count(), CallWait.objects.count(), ChangedDay.objects.count()) == rows


def test_calls_copied_in_are_counted(line):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO telephony_call (line_id, source, external_id, queue, agent, started_at, answered_at, ended_at,"
            " wait_seconds, talk_seconds, outcome) SELECT %s, 'demo', 'demo-set-' || n, '', '', at, at, at, n, 0, 'answered'"
            " FROM generate_series(1, 500) n, (SELECT '2026-09-07 21:30+00'::timestamptz AS at) t",
            [line.pk],
        )
    found = day_of(DAY)
    assert found.hours[23].answered == 500
    assert CallHour.objects.count() == 1  # one row a statement, not one a call


def test_each_organisation_counts_its_own(line, other_organisation, acting_for):
    call(line).save()
    with acting_for(other_organisation):
        assert day_of(DAY).is_empty
        theirs = Line.objects.create(name="Veille", number="0199004321")
        Call.objects.bulk_create([call(theirs), call(theirs, outcome="abandoned")])
        assert day_of(DAY).total.presented == 2
    assert day_of(DAY).total.presented == 1


@pytest.mark.parametrize("outcome", [value for value in Outcome.values if value not in {"answered", "abandoned"}])
def test_every_other_outcome_is_lost_unknown_or_not_presented(line, outcome):
    call(line, outcome=outcome).save()
    total = day_of(DAY).total
    unknown = outcome == "unknown"
    apart = outcome in {"phantom", "closed"}
    assert (total.presented, total.lost, total.unknown) == ((0, 0, 0) if apart else (1, not unknown, unknown))
