"""A budget of the demonstration: 180 000 € in five items, shared between the six members by a fortnight's contacts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from billing.budgets.domain.allocating import allocate
from billing.budgets.domain.budgets import add_item, create_budget
from billing.budgets.models import Budget
from tess.identity.roles import Role
from tess.kernel.actor import Actor

_NAME = "Budget commun"
_ITEMS = (
    ("Coordination du collectif", 6_240_000),
    ("Formation commune", 4_875_050),
    ("Site, hébergement et outils", 3_128_000),
    ("Observatoire et études", 2_256_935),
    ("Assurance et tenue des comptes", 1_500_015),
)


def load(world: Any) -> None:
    """Write the budget as the treasurer would, and share it out; once."""
    year = world.today.year + 1
    if Budget.objects.filter(year=year, name=_NAME).exists():
        return
    actor = Actor(world.users[f"collective.{Role.TREASURER}"].pk, None, frozenset({Role.TREASURER.value}))
    last = world.today - timedelta(days=1)
    budget = create_budget(
        year=year, name=_NAME, measured_from=last - timedelta(days=13), measured_to=last, actor=actor
    )
    for label, cents in _ITEMS:
        add_item(budget.pk, label=label, cents=cents, actor=actor)
    allocate(budget.pk, actor=actor)
