"""A shared budget, for the paths of the collective's budget pages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection

from billing.budgets.domain import budgets
from billing.budgets.domain.allocating import allocate
from tess.kernel.actor import Actor
from tess.observatory.domain.figures import Figure
from tess.observatory.domain.indicators import CONTACTS_HANDLED
from tess.observatory.domain.publication import publish

if TYPE_CHECKING:
    from tenants.organisations.models import Organisation

DAY = date(2026, 9, 7)


def filled(*organisations: Organisation) -> dict[str, Any]:
    """One budget shared between these organisations; what to put in paths."""
    actor = Actor.system("tests")
    with connection.as_application():
        for number, organisation in enumerate(organisations, start=3):
            figure = Figure(CONTACTS_HANDLED, DAY, DAY, number)
            publish([figure], actor=Actor.system("tests", organisation.pk))
        budget = budgets.create_budget(year=2027, name="Socle", measured_from=DAY, measured_to=DAY, actor=actor)
        item = budgets.add_item(budget.pk, label="Site", cents=1001, actor=actor)
        allocate(budget.pk, actor=actor)
    return {"budget": budget.pk, "item": item.pk}
