"""The two files of the demonstration: one real day."""

from datetime import UTC, date, datetime

import pytest

from tenants.telephony.domain import imports
from tenants.telephony.models import Call, ImportBatch, RefusedLine
from tess.kernel.actor import Actor

from .conftest import ASTERISK, DATA

GENERIC = DATA / "calls_one_day.csv"
DAY = date(2026, 9, 7)


@pytest.fixture
def loaded_generic(generic, system):
    return imports.load(GENERIC, "Serveur vocal", actor=system, day=DAY)


@pytest.fixture
def loaded_asterisk(asterisk, system):
    return imports.load(ASTERISK, "Standard", actor=system)


def test_the_generic_day(loaded_generic):
    assert (loaded_generic.lines, loaded_generic.added, loaded_generic.refused) == (2375, 2375, 0)
    assert dict(loaded_generic.outcomes) == {"answered": 1511, "abandoned": 846, "phantom": 18}
    assert Call.objects.filter(outcome="answered").count() == 1511
    assert Call.objects.filter(outcome="abandoned").count() == 846
    assert Call.objects.filter(outcome="phantom").count() == 18


def test_a_call_of_the_generic_day(loaded_generic):
    call = Call.objects.get(external_id="AA0103/34499")
    assert call.started_at == datetime(2026, 9, 7, 7, 59, 46, tzinfo=UTC)  # 9:59:46 in Paris
    assert call.answered_at == datetime(2026, 9, 7, 7, 59, 56, tzinfo=UTC)
    assert (call.wait_seconds, call.talk_seconds, call.queue, call.agent) == (10, 75, "PS", "agent-04")


def test_an_answered_call_whose_switch_lost_the_time_counts_as_answered(loaded_generic):
    call = Call.objects.get(external_id="AA0110/37823", started_at=datetime(2026, 9, 7, 6, 48, 53, tzinfo=UTC))
    assert (call.outcome, call.answered_at, call.talk_seconds) == ("answered", None, 0)


def test_identifiers_come_back_on_other_trunks_and_at_other_times(loaded_generic):
    assert len({key.split("/")[1] for key in Call.objects.values_list("external_id", flat=True)}) == 2289
    assert Call.objects.count() == 2375


def test_the_asterisk_day(loaded_asterisk):
    assert (loaded_asterisk.lines, loaded_asterisk.added, loaded_asterisk.refused) == (2375, 2374, 1)
    assert loaded_asterisk.answered == 1510
    assert Call.objects.count() == 2374
    assert Call.objects.filter(outcome="answered").count() == 1510
    assert Call.objects.filter(outcome="unknown").count() == 864  # Master.csv can't tell why nobody answered


def test_line_191_of_the_asterisk_day_was_answered_before_it_started(loaded_asterisk):
    refused = RefusedLine.objects.get()
    assert (refused.line_number, refused.reason) == (191, "answer_before_start")
    assert "2026-09-07 08:48:53" in refused.masked_text
    assert "0800000000" not in refused.masked_text
    assert "anonymous" not in refused.masked_text


def test_asterisk_times_are_local_whatever_the_epoch_says(loaded_asterisk):
    call = Call.objects.get(external_id="1788739810.43678")  # its epoch was made from the local time as if UTC
    assert call.started_at == datetime(2026, 9, 6, 22, 10, 10, tzinfo=UTC)
    assert (call.queue, call.agent, call.wait_seconds) == ("ecoute", "", 17)
    assert Call.objects.exclude(agent="").values_list("agent", flat=True).order_by("agent")[0] == "agent-01"


def test_a_check_promises_what_a_load_keeps_and_writes_nothing(asterisk, system):
    promised = imports.check(ASTERISK, asterisk, actor=system)
    assert Call.objects.count() == ImportBatch.objects.count() == RefusedLine.objects.count() == 0
    kept = imports.load(ASTERISK, asterisk, actor=system)
    assert (promised.added, promised.known, promised.refused) == (kept.added, kept.known, kept.refused)
    assert (promised.outcomes, promised.hours, promised.refusals) == (kept.outcomes, kept.hours, kept.refusals)


def test_the_same_file_again_changes_nothing(loaded_generic, generic, system):
    before = list(Call.objects.order_by("id").values())
    promised = imports.check(GENERIC, generic, actor=system, day=DAY)
    again = imports.load(GENERIC, generic, actor=system, day=DAY)
    assert (promised.added, promised.known) == (again.added, again.known) == (0, 2375)
    assert list(Call.objects.order_by("id").values()) == before


def test_the_calls_of_one_organisation_are_not_the_other_s(loaded_generic, other_organisation, acting_for):
    with acting_for(other_organisation):
        assert Call.objects.count() == 0


def test_an_operator_of_no_organisation_loads_for_the_one_in_force(asterisk):
    assert imports.load(ASTERISK, "Standard", actor=Actor.system("tess import")).added == 2374
