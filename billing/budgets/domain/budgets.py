"""A budget and its items. Whatever changes them makes the budget a draft again: its sharing no longer says the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from billing.budgets.models import Allocation, Budget, BudgetState, CostItem, Key, Measure
from tess.kernel import audit
from tess.kernel.errors import DomainError, NotFound

if TYPE_CHECKING:
    from datetime import date

    from tess.kernel.actor import Actor


def create_budget(*, year: int, name: str, measured_from: date, measured_to: date, actor: Actor) -> Budget:
    """A new draft. Raises DomainError when the year already has a budget of that name."""
    try:
        with transaction.atomic():
            budget = Budget.objects.create(
                year=year, name=name.strip(), measured_from=measured_from, measured_to=measured_to
            )
            audit.record(actor, "budgets.budget.created", budget)
    except IntegrityError:
        raise _name_taken() from None
    return budget


def change_budget(pk: int, *, year: int, name: str, measured_from: date, measured_to: date, actor: Actor) -> Budget:
    """Another name, year or period. Raises NotFound, DomainError when the name is taken."""
    try:
        with transaction.atomic():
            budget = locked(pk)
            budget.year, budget.name = year, name.strip()
            budget.measured_from, budget.measured_to = measured_from, measured_to
            budget.save(update_fields=["year", "name", "measured_from", "measured_to"])
            _reopen(budget)
            audit.record(
                actor, "budgets.budget.changed", budget, fields=["year", "name", "measured_from", "measured_to"]
            )
    except IntegrityError:
        raise _name_taken() from None
    return budget


@transaction.atomic
def add_item(budget_pk: int, *, label: str, cents: int, key: str = Key.CONTACTS, actor: Actor) -> CostItem:
    """One more item, last in order. Raises NotFound."""
    budget = locked(budget_pk)
    last = budget.items.aggregate(last=Max("position"))["last"] or 0
    item = CostItem.objects.create(budget=budget, position=last + 1, label=label.strip(), cents=cents, key=key)
    _reopen(budget)
    audit.record(actor, "budgets.item.added", item)
    return item


@transaction.atomic
def change_item(budget_pk: int, pk: int, *, label: str, cents: int, actor: Actor) -> CostItem:
    """Another label or amount. Raises NotFound."""
    budget = locked(budget_pk)
    item = get_item(budget, pk)
    item.label, item.cents = label.strip(), cents
    item.save(update_fields=["label", "cents"])
    _reopen(budget)
    audit.record(actor, "budgets.item.changed", item, fields=["label", "cents"])
    return item


@transaction.atomic
def remove_item(budget_pk: int, pk: int, *, actor: Actor) -> None:
    """One item less. Raises NotFound."""
    budget = locked(budget_pk)
    item = get_item(budget, pk)
    _reopen(budget)
    audit.record(actor, "budgets.item.removed", item)
    item.delete()


def locked(pk: int) -> Budget:
    """The budget, held until the end of the transaction: two people never share it out at once. Raises NotFound."""
    budget = Budget.objects.select_for_update().filter(pk=pk).first()
    if budget is None:
        raise _no_budget()
    return budget


def get_item(budget: Budget, pk: int) -> CostItem:
    """An item of that budget. Raises NotFound."""
    item = budget.items.filter(pk=pk).first()
    if item is None:
        raise NotFound(_("There is no such item in this budget."))
    return item


def get_budget_for(actor: Actor, pk: int) -> Budget:
    """The budget, if the actor may read budgets. Raises NotFound."""
    from billing.budgets.rules import may_read_budgets

    budget = Budget.objects.filter(pk=pk).first() if may_read_budgets(actor) else None
    if budget is None:
        raise _no_budget()
    return budget


def _reopen(budget: Budget) -> None:
    """Forget how it was shared: measures, working and draft calls go."""
    Allocation.objects.filter(budget=budget).delete()
    Measure.objects.filter(budget=budget).delete()
    Budget.objects.filter(pk=budget.pk).update(state=BudgetState.DRAFT)
    budget.state = BudgetState.DRAFT


def _name_taken() -> DomainError:
    return DomainError(_("This year already has a budget of that name."), field="name")


def _no_budget() -> NotFound:
    return NotFound(_("There is no such budget."))
