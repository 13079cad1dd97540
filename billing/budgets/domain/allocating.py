"""Share a budget out: measures frozen, every item apportioned to the cent, one draft call for funds a member."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from billing.budgets.domain.apportionment import apportion_all
from billing.budgets.domain.budgets import locked
from billing.budgets.domain.measuring import freeze
from billing.budgets.models import Allocation, AllocationLine, BudgetState, DraftCall
from tess.kernel import audit
from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from uuid import UUID

    from billing.budgets.domain.apportionment import Line
    from billing.budgets.models import CostItem
    from tess.kernel.actor import Actor


class NothingToShare(DomainError):
    """A budget without an item."""

    def __init__(self) -> None:
        super().__init__(_("This budget has no item yet: add one before sharing it out."))


@transaction.atomic
def allocate(budget_pk: int, *, actor: Actor) -> Allocation:
    """Share the budget by what is published today; done again, it forgets the time before.

    Raises NotFound, NothingToShare and NothingMeasured.
    """
    budget = locked(budget_pk)
    items = list(budget.items.order_by("position"))
    if not items:
        raise NothingToShare
    Allocation.objects.filter(budget=budget).delete()
    measure, values = freeze(budget)
    allocation = Allocation.objects.create(
        budget=budget, measure=measure, total_cents=sum(item.cents for item in items)
    )
    asked: dict[UUID, int] = defaultdict(int)
    rows: list[AllocationLine] = []
    for item, lines in zip(items, apportion_all([item.cents for item in items], values), strict=True):
        for line in lines:
            rows.append(_row(allocation, item, line))
            asked[line.member] += line.cents
    AllocationLine.objects.bulk_create(rows)
    DraftCall.objects.bulk_create(
        DraftCall(allocation=allocation, organisation_id=member, cents=cents) for member, cents in asked.items()
    )
    budget.state = BudgetState.SIMULATED
    budget.save(update_fields=["state"])
    audit.record(actor, "budgets.budget.shared", budget)
    return allocation


def _row(allocation: Allocation, item: CostItem, line: Line[UUID]) -> AllocationLine:
    return AllocationLine(
        allocation=allocation,
        item=item,
        organisation_id=line.member,
        amount=item.cents,
        numerator=line.numerator,
        denominator=line.denominator,
        carry_before=_parts(line.carry_before, line.denominator),
        whole=line.whole,
        remainder=_parts(line.remainder, line.denominator),
        rank=line.rank,
        extra=line.extra,
        cents=line.cents,
        carry_after=_parts(line.carry_after, line.denominator),
    )


def _parts(fraction: Fraction, denominator: int) -> int:
    """A fraction of a cent in `denominator`-ths; exact, for every fraction here has that denominator."""
    parts = fraction * denominator
    if parts.denominator != 1:
        raise ArithmeticError(f"{fraction} is not a whole number of {denominator}ths")
    return parts.numerator
