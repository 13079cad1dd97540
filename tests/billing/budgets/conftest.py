from datetime import date, timedelta

import pytest
from django.db import connection

from billing.budgets.domain import budgets
from tess.kernel.actor import Actor
from tess.observatory.domain.figures import Figure
from tess.observatory.domain.indicators import CONTACTS_HANDLED
from tess.observatory.domain.publication import publish

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
TREASURER = Actor.system("tests")


def release(organisation, contacts, day=FIRST):
    """Publish a day's contacts of an organisation."""
    with connection.as_application():
        publish([Figure(CONTACTS_HANDLED, day, day, contacts)], actor=Actor.system("tests", organisation.pk))


@pytest.fixture
def as_collective(organisation, other_organisation):
    """The collective's own host: the application's role, two members with figures that divide badly."""
    release(organisation, 700)
    release(organisation, 7, FIRST + timedelta(days=1))
    release(other_organisation, 292)
    release(other_organisation, 5000, FIRST - timedelta(days=1))  # before the period
    with connection.as_application():
        yield


@pytest.fixture
def budget(as_collective):
    """A draft of two items: 1 000,00 € and 0,01 €."""
    made = budgets.create_budget(year=2027, name="Socle commun", measured_from=FIRST, measured_to=LAST, actor=TREASURER)
    budgets.add_item(made.pk, label="Site et hébergement", cents=100_000, actor=TREASURER)
    budgets.add_item(made.pk, label="Timbre", cents=1, actor=TREASURER)
    return made
