"""When a call began, was answered and ended, however the file tells it and whatever the clocks do."""

from datetime import UTC, datetime, timedelta

import pytest

from tenants.telephony.domain import imports
from tenants.telephony.models import Call

from .conftest import HEADER, refusals, row

# --- clocks ------------------------------------------------------------------------------------------------------------


def moments(key):
    call = Call.objects.get(external_id=key)
    return call.started_at, call.answered_at, call.ended_at


def at(day, hour, minute):
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC)


def test_the_hour_played_twice_is_its_first_passage(load):
    load(HEADER + row("a", "02:10:00", "02:20:00", "02:30:00", day="2026-10-25"))
    assert moments("a") == (at(25, 0, 10), at(25, 0, 20), at(25, 0, 30))


def test_a_call_over_the_end_of_summer_time_lasts_what_it_lasted(load):
    load(HEADER + row("a", "02:50:00", "02:55:00", "02:05:00", day="2026-10-25"))
    assert moments("a") == (at(25, 0, 50), at(25, 0, 55), at(25, 1, 5))
    assert Call.objects.get().talk_seconds == 600


def test_around_the_changes_ordinary_hours_stay(load):
    load(HEADER + row("a", "03:10:00", "03:20:00", "03:30:00", day="2026-10-25"))
    load(HEADER + row("b", "01:59:00", "03:00:30", "03:10:00", day="2026-03-29"))
    assert moments("a") == (at(25, 2, 10), at(25, 2, 20), at(25, 2, 30))
    call = Call.objects.get(external_id="b")
    assert (call.wait_seconds, call.talk_seconds) == (90, 570)


def test_another_zone_is_converted(load, plain):
    plain.time_zone = "America/Martinique"
    load(HEADER + row("a"), plain)
    assert Call.objects.get().started_at == datetime(2026, 9, 7, 12, 0, tzinfo=UTC)


def test_times_alone_may_run_past_midnight(generic, system, write):
    header = "vru+line,call_id,type,vru_entry,vru_exit,q_exit,outcome,ser_start,ser_exit,server\n"
    line = "AA01,7,PS,23:58:00,23:58:10,0:00:00,AGENT,23:59:00,0:07:00,agent-01\n"
    report = imports.load(write(header + line), generic, actor=system, day=datetime(2026, 9, 7).date())
    assert report.added == 1
    assert Call.objects.get().ended_at == datetime(2026, 9, 7, 22, 7, tzinfo=UTC)


# --- times told otherwise -----------------------------------------------------------------------------------------------


def told(load, plain, columns, *lines):
    """Load lines by the small profile with other columns of time; says when each call was answered and ended, in UTC."""
    plain.columns |= {"answered": [], "ended": []} | {role: [name] for role, name in columns.items() if name}
    header = "id;date;start;answer;end;wait;talk;outcome"
    plain.columns |= {"started": ["date", "start"], "agent": []}
    report = load("\n".join([header, *lines]) + "\n", plain)
    return report, {call.external_id: (call.answered_at, call.ended_at) for call in Call.objects.all()}


DURATIONS = {"wait": "wait", "talk": "talk"}


@pytest.mark.parametrize(("wait", "talk"), [("20", "280"), ("0:00:20", "0:04:40"), (" 00:00:20 ", "00:04:40")])
def test_durations_make_the_answer_and_the_end(load, plain, wait, talk):
    report, calls = told(
        load,
        plain,
        DURATIONS,
        f"a;2026-09-07;08:00:00;;;{wait};{talk};ok",
        f"b;2026-09-07;08:00:00;;;{wait};;raccroché",
        f"c;2026-09-07;08:00:00;;;{wait};0;raccroché",
    )
    start = datetime(2026, 9, 7, 6, 0, tzinfo=UTC)
    answered, hung_up = (start + timedelta(seconds=20), start + timedelta(seconds=300)), start + timedelta(seconds=20)
    assert calls == {"a": answered, "b": (None, hung_up), "c": (None, hung_up)}
    call = Call.objects.get(external_id="a")
    assert (report.added, call.wait_seconds, call.talk_seconds) == (3, 20, 280)


def test_a_duration_is_true_over_a_change_of_clocks(load, plain):
    _report, calls = told(load, plain, DURATIONS, "a;2026-10-25;02:59:50;;;20;3600;ok")
    assert calls["a"] == (at(25, 1, 0) + timedelta(seconds=10), at(25, 2, 0) + timedelta(seconds=10))


@pytest.mark.parametrize(
    ("wait", "talk", "outcome", "reason"),
    [
        ("", "280", "ok", "no_end"),
        ("20", "", "ok", "no_end"),
        ("", "", "raccroché", "no_end"),
        ("vingt", "280", "ok", "date"),
        ("-20", "280", "ok", "date"),
        ("20", "4:40", "ok", "date"),
        ("20", "999999", "ok", "date"),
        ("20", "280", "messagerie", "outcome"),
    ],
)
def test_a_duration_that_is_none_costs_its_line(load, plain, wait, talk, outcome, reason):
    good = "a;2026-09-07;08:00:00;;;20;280;ok"
    report, _calls = told(load, plain, DURATIONS, good, f"b;2026-09-07;08:00:00;;;{wait};{talk};{outcome}")
    assert (report.added, refusals(report)) == (1, [(3, reason)])


def test_a_moment_counts_more_than_a_duration(load, plain):
    line = "a;2026-09-07;08:00:00;2026-09-07 08:00:30;2026-09-07 08:05:00;20;1;ok"
    _report, calls = told(load, plain, DURATIONS | {"answered": "answer", "ended": "end"}, line)
    assert calls["a"] == (datetime(2026, 9, 7, 6, 0, 30, tzinfo=UTC), datetime(2026, 9, 7, 6, 5, tzinfo=UTC))


def test_times_without_a_day_are_of_the_day_of_the_start(load, plain):
    report, calls = told(
        load,
        plain,
        {"answered": "answer", "ended": "end"},
        "a;2026-09-07;08:00:00;08:00:20;08:05:00;;;ok",
        "b;2026-09-07;23:59:50;00:00:10;00:07:00;;;ok",
        "c;2026-09-07;08:00:00;;08:01:00;;;raccroché",
        "d;2026-09-07;08:00:00;25:00:00;08:01:00;;;ok",
        "e;07/09/2026;08:00:00;08:00:20;08:01:00;;;ok",
    )
    assert calls["a"] == (datetime(2026, 9, 7, 6, 0, 20, tzinfo=UTC), datetime(2026, 9, 7, 6, 5, tzinfo=UTC))
    assert calls["b"] == (datetime(2026, 9, 7, 22, 0, 10, tzinfo=UTC), datetime(2026, 9, 7, 22, 7, tzinfo=UTC))
    assert calls["c"] == (None, datetime(2026, 9, 7, 6, 1, tzinfo=UTC))
    assert refusals(report) == [(5, "date"), (6, "date")]
