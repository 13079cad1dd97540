from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from billing.budgets import rules
from billing.budgets.domain import budgets as verbs
from billing.budgets.domain import queries
from billing.budgets.domain.budgets import get_budget_for
from billing.budgets.forms.budget import BudgetForm, ItemForm
from tess.identity.guards import requires
from tess.kernel.errors import DomainError, NotFound
from tess.kernel.interface.words import period as spoken

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from billing.budgets.models import Budget


@requires(rules.may_read_budgets)
@require_safe
def budgets(request: HttpRequest) -> HttpResponse:
    """Every budget, and how far it is."""
    context = {"listed": queries.budgets(), "may_write": rules.may_write_budgets(request.actor)}
    return render(request, "budgets/budgets.html", context)


@requires(rules.may_write_budgets)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new budget."""
    form = BudgetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            budget = verbs.create_budget(**form.cleaned_data, actor=request.actor)
        except DomainError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("The budget is there. Add what there is to pay for."))
            return redirect("budgets:budget", budget.pk)
    return render(request, "budgets/edit.html", {"form": form}, status=_status(form))


@requires(rules.may_read_budgets)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """A budget: its items, how it is shared; posting adds an item."""
    budget = get_budget_for(request.actor, pk)
    may_write = rules.may_write_budgets(request.actor)
    form = ItemForm(request.POST or None)
    if request.method == "POST" and may_write and form.is_valid():
        verbs.add_item(budget.pk, **form.cleaned_data, actor=request.actor)
        messages.success(request, _("“%(label)s” is in the budget.") % {"label": form.cleaned_data["label"]})
        return redirect("budgets:budget", budget.pk)
    if request.method == "POST" and not may_write:
        return redirect("budgets:budget", budget.pk)
    return render(request, "budgets/budget.html", _shown(budget, form, may_write=may_write), status=_status(form))


@requires(rules.may_write_budgets)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Its year, its name, its period."""
    budget = get_budget_for(request.actor, pk)
    names = ("year", "name", "measured_from", "measured_to")
    form = BudgetForm(request.POST or None, initial={name: getattr(budget, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            verbs.change_budget(budget.pk, **form.cleaned_data, actor=request.actor)
        except NotFound:
            raise
        except DomainError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("The budget is changed, and a draft again."))
            return redirect("budgets:budget", budget.pk)
    return render(request, "budgets/edit.html", {"form": form, "budget": budget}, status=_status(form))


def _shown(budget: Budget, form: ItemForm, *, may_write: bool) -> dict[str, Any]:
    items = list(budget.items.order_by("position"))
    return {
        "budget": budget,
        "items": items,
        "total": sum(one.cents for one in items),
        "shared": queries.shared(budget),
        "period": spoken(budget.measured_from, budget.measured_to),
        "form": form,
        "may_write": may_write,
    }


def _status(form: Any) -> int:
    return 422 if form.errors else 200
