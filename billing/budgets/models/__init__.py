from billing.budgets.models.allocation import Allocation, AllocationLine, DraftCall
from billing.budgets.models.budget import Budget, BudgetState, CostItem, Key
from billing.budgets.models.measure import Measure, MeasuredValue

__all__ = [
    "Allocation",
    "AllocationLine",
    "Budget",
    "BudgetState",
    "CostItem",
    "DraftCall",
    "Key",
    "Measure",
    "MeasuredValue",
]
