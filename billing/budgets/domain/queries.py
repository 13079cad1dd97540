"""What the budget pages show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Sum

from billing.budgets.models import Allocation, AllocationLine, Budget, CostItem
from tenants.organisations.models import Organisation
from tess.kernel.interface.words import in_order

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Listed:
    """One budget of the list."""

    budget: Budget
    items: int
    cents: int


@dataclass(frozen=True, slots=True)
class Member:
    """One member in a shared budget: what was measured, on how many days, and what would be asked."""

    name: str
    value: int
    days: int
    cents: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A budget shared out. `whole`: the draft calls still add up to the total (no member has left since)."""

    allocation: Allocation
    members: list[Member]
    measured: int
    asked: int

    @property
    def whole(self) -> bool:
        """Whether the draft calls add up to the budget."""
        return self.asked == self.allocation.total_cents

    @property
    def days(self) -> int:
        """Days of the period that was measured."""
        return (self.allocation.measure.period_end - self.allocation.measure.period_start).days + 1


@dataclass(frozen=True, slots=True)
class Worked:
    """The working of one item: its lines, each with its member's name."""

    item: CostItem
    lines: list[tuple[str, AllocationLine]]


def budgets() -> list[Listed]:
    """Every budget, the latest year first. One statement."""
    rows = Budget.objects.annotate(number=Count("items"), total=Sum("items__cents", default=0))
    return [Listed(row, row.number, row.total) for row in rows.order_by("-year", "name", "pk")]


def shared(budget: Budget) -> Shared | None:
    """How it is shared out, by name of member; None while it is a draft."""
    allocation = Allocation.objects.select_related("measure").filter(budget=budget).first()
    if allocation is None:
        return None
    names = _names()
    values = {one.organisation_id: one for one in allocation.measure.values.all()}
    calls = list(allocation.draft_calls.all())
    members = [
        Member(
            name=names.get(call.organisation_id, str(call.organisation_id)),
            value=values[call.organisation_id].value,
            days=len(values[call.organisation_id].figure_ids),
            cents=call.cents,
        )
        for call in calls
    ]
    return Shared(
        allocation=allocation,
        members=sorted(members, key=lambda member: in_order(member.name)),
        measured=sum(member.value for member in members),
        asked=sum(member.cents for member in members),
    )


def working(allocation: Allocation) -> list[Worked]:
    """Line by line, item after item, members by name."""
    names = _names()
    by_item: dict[int, list[tuple[str, AllocationLine]]] = {}
    for line in allocation.lines.all():
        by_item.setdefault(line.item_id, []).append((names.get(line.organisation_id, str(line.organisation_id)), line))
    items = CostItem.objects.filter(budget_id=allocation.budget_id).order_by("position")
    return [Worked(item, sorted(by_item.get(item.pk, []), key=lambda pair: in_order(pair[0]))) for item in items]


def _names() -> dict[UUID, str]:
    return dict(Organisation.objects.values_list("pk", "name"))
