"""What the demonstration shows: six organisations of the sizes one meets in the trade, one of them with sites."""

from datetime import date

import pytest
from django.db import connection

SIZES = {"clairiere": 7, "jeunes": 18, "rivage": 30, "passerelles": 45, "veilleurs": 60, "horizon": 168}


@pytest.fixture
def counted(demonstration):
    """`counted("rivage", "SELECT …")`: one figure of an organisation."""

    def make(slug, statement):
        with demonstration.acting_for(slug), connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0]

    return make


def test_six_organisations_each_of_its_size(demonstration, counted):
    assert set(demonstration.organisations) == set(SIZES)
    listeners = "SELECT count(*) FROM identity_colleague WHERE 'listener' = ANY (roles)"
    assert {slug: counted(slug, listeners) for slug in SIZES} == SIZES


def test_one_of_them_has_sites(counted):
    assert counted("passerelles", "SELECT count(*) FROM telephony_site") == 5


def test_one_has_three_months_of_calls_and_the_day_everybody_knows(counted):
    assert counted("rivage", "SELECT count(DISTINCT date_trunc('week', started_at)) FROM telephony_call") >= 13
    of_the_day = (
        "SELECT count(*) FROM telephony_call WHERE (started_at AT TIME ZONE 'Europe/Paris')::date = '2026-09-07'"
    )
    assert counted("rivage", of_the_day) == 2374
    assert counted("veilleurs", of_the_day) > 2300
    assert counted("rivage", "SELECT max(started_at)::date FROM telephony_call") >= date(2026, 9, 7)
