from datetime import date, datetime

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from tess.identity.roles import Role
from tess.kernel.models import AuditEntry
from tess.observatory.domain import consent, indicators
from tess.observatory.domain.figures import Figure
from tess.observatory.domain.indicators import INDICATORS, Form, Kind
from tess.observatory.domain.publication import NotToBePublished, propose, publish
from tess.observatory.domain.secrecy import Reason
from tess.observatory.models import PublishedFigure, StatisticsConsent

DAY = date(2026, 9, 7)


def presented(value, day=DAY):
    return Figure(indicators.CALLS_PRESENTED, day, day, value)


def within(seconds, value, answered, day=DAY):
    indicator = indicators.BY_CODE[f"answered_within_{seconds}s"]
    return Figure(indicator, day, day, value, answered)


@pytest.fixture
def director(organisation, actor_of):
    return actor_of(organisation, Role.DIRECTOR)


def stored():
    rows = PublishedFigure.objects.order_by("id")
    return list(rows.values_list("indicator", "value", "denominator", "revision"))


def test_a_correction_is_a_new_revision_and_repeating_writes_nothing(director):
    publish([presented(5)], actor=director)
    assert publish([presented(5)], actor=director) == []
    publish([presented(6)], actor=director)
    assert stored() == [("calls_presented", 5, None, 1), ("calls_presented", 6, None, 2)]
    assert AuditEntry.objects.filter(action="observatory.figures.published").count() == 2


def test_going_back_to_an_earlier_number_is_a_correction_too(director):
    for value in (5, 6, 5):
        publish([presented(value)], actor=director)
    assert [revision for *_rest, revision in stored()] == [1, 2, 3]
    assert propose([presented(5)], organisation_id=director.organisation_id).new == []


def test_statutory_figures_cross_whatever_their_size_and_without_consent(director):
    assert publish([presented(0)], actor=director)


def test_statistics_need_consent_which_can_be_taken_back(director):
    figure = within(30, 100, 200)
    with pytest.raises(NotToBePublished) as refused:
        publish([figure], actor=director)
    assert refused.value.withheld.reason is Reason.NO_CONSENT
    consent.say(True, actor=director)
    publish([figure], actor=director)
    consent.say(False, actor=director)
    with pytest.raises(NotToBePublished):
        publish([within(30, 150, 200)], actor=director)
    assert stored() == [("answered_within_30s", 100, 200, 1)]
    assert list(StatisticsConsent.objects.order_by("id").values_list("given", "user_id")) == [
        (True, director.user_id),
        (False, director.user_id),
    ]


@pytest.mark.parametrize(("value", "whole"), [(10, 100), (0, 100), (90, 100), (100, 100)])
def test_no_cell_below_eleven_crosses_nor_its_complement(director, value, whole):
    consent.say(True, actor=director)
    with pytest.raises(NotToBePublished) as refused:
        publish([presented(3), within(30, value, whole)], actor=director)
    assert refused.value.withheld.reason is Reason.SMALL
    assert stored() == []  # all or nothing


def test_an_average_counts_the_calls_it_is_made_of(director):
    consent.say(True, actor=director)
    mean = indicators.CONVERSATION_LENGTH
    with pytest.raises(NotToBePublished):
        publish([Figure(mean, DAY, DAY, 9000, 10)], actor=director)
    assert publish([Figure(mean, DAY, DAY, 3, 11)], actor=director)


def test_figures_that_could_be_subtracted_do_not_cross_together(director):
    consent.say(True, actor=director)
    figures = [within(30, 100, 200), within(60, 105, 200), within(180, 150, 200)]
    proposal = propose(figures, organisation_id=director.organisation_id)
    assert [figure.value for figure in proposal.new] == [100, 150]
    assert [(one.figure.value, one.reason) for one in proposal.withheld] == [(105, Reason.SUBTRACTION)]


def test_nor_one_after_the_other(director):
    consent.say(True, actor=director)
    publish([within(60, 105, 200)], actor=director)
    with pytest.raises(NotToBePublished) as refused:
        publish([within(30, 100, 200)], actor=director)
    assert refused.value.withheld.reason is Reason.SUBTRACTION


def test_a_correction_by_a_few_calls_does_not_tell_of_those_few(director):
    consent.say(True, actor=director)
    publish([within(30, 100, 200)], actor=director)
    for value, whole in ((101, 200), (100, 203), (101, 201)):
        with pytest.raises(NotToBePublished) as refused:
            publish([within(30, value, whole)], actor=director)
        assert refused.value.withheld.reason is Reason.CORRECTION
    assert publish([within(30, 120, 240)], actor=director)


def test_an_organisation_sees_its_own_figures_alone(director, other_organisation, actor_of, acting_for):
    publish([presented(5)], actor=director)
    with acting_for(other_organisation):
        publish([presented(777)], actor=actor_of(other_organisation, Role.DIRECTOR))
        consent.say(True, actor=actor_of(other_organisation, Role.DIRECTOR))
        assert [value for _, value, *_ in stored()] == [777]
    assert [value for _, value, *_ in stored()] == [5]
    assert not StatisticsConsent.objects.exists()
    with connection.as_application():
        assert sorted(value for _, value, *_ in stored()) == [5, 777]
        assert consent.agreeing() == {other_organisation.pk}


def test_postgres_refuses_figures_in_anothers_name(director, other_organisation, actor_of):
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        publish([presented(5)], actor=actor_of(other_organisation, Role.DIRECTOR))


def raw(organisation, **changes):
    row = {
        "organisation_id": organisation.pk,
        "indicator": "answered_within_30s",
        "version": 1,
        "kind": "statistical",
        "period_start": DAY,
        "period_end": DAY,
        "value": 100,
        "denominator": 200,
        "revision": 1,
    }
    PublishedFigure.objects.create(**(row | changes))


def test_postgres_refuses_statistics_without_consent(director, organisation):
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        raw(organisation)
    consent.say(True, actor=director)
    raw(organisation)


@pytest.mark.parametrize(
    "changes",
    [
        {"value": 10},
        {"value": 190},
        {"denominator": None},
        {"value": 200, "denominator": 100},
        {"period_end": date(2026, 9, 8)},
        {"period_end": date(2026, 9, 6)},
        {"indicator": "note de la nuit"},
        {"indicator": "calls_presented"},
        {"kind": "secret"},
        {"kind": "statutory"},
        {"indicator": "conversation_length", "value": 9000, "denominator": 10},
        {"indicator": "conversation_length", "denominator": None},
        {"kind": "statutory", "indicator": "calls_presented"},
        {"kind": "statutory", "indicator": "calls_presented", "value": -1, "denominator": None},
        {"kind": "statutory", "indicator": "calls_answered", "value": 3, "denominator": None},
        {"revision": 0},
    ],
)
def test_postgres_refuses_what_is_not_a_sound_figure(director, organisation, changes):
    consent.say(True, actor=director)
    with pytest.raises(IntegrityError), transaction.atomic():
        raw(organisation, **changes)


@pytest.mark.parametrize("statement", ["UPDATE {} SET version = 2", "DELETE FROM {}"])
def test_figures_are_never_changed_not_even_by_the_application(director, statement):
    publish([presented(5)], actor=director)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("observatory_publishedfigure"))
    with connection.as_application():  # noqa: SIM117
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format("observatory_publishedfigure"))


def test_a_figure_is_made_of_numbers_and_days_alone():
    for wrong in ("12", 1.5, True, None):
        with pytest.raises(TypeError):
            presented(wrong)
    with pytest.raises(TypeError):
        Figure(indicators.CALLS_PRESENTED, "lundi", DAY, 3)
    with pytest.raises(TypeError):
        Figure(indicators.CALLS_PRESENTED, datetime(2026, 9, 7, 3, 0), DAY, 3)
    with pytest.raises(ValueError, match="registered"):
        Figure(indicators.Indicator("mine", 1, Kind.STATUTORY, Form.COUNT, "x", "y"), DAY, DAY, 3)
    with pytest.raises(ValueError, match="negative"):
        presented(-1)
    with pytest.raises(ValueError, match="larger"):
        within(30, 5, 4)
    with pytest.raises(ValueError, match="denominator"):
        Figure(indicators.CALLS_ANSWERED, DAY, DAY, 4)
    with pytest.raises(ValueError, match="before"):
        Figure(indicators.CALLS_PRESENTED, DAY, date(2026, 9, 6), 4)


def test_only_figures_are_published(director):
    with pytest.raises(TypeError):
        publish(["une note"], actor=director)
    with pytest.raises(ValueError, match="twice"):
        publish([presented(1), presented(2)], actor=director)


def test_every_share_and_average_says_what_it_divides_by():
    for indicator in INDICATORS:
        assert (indicator.denominator is None) == (indicator.form is Form.COUNT), indicator.code
