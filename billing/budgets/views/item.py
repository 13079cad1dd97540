from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from billing.budgets import rules
from billing.budgets.domain import budgets as verbs
from billing.budgets.domain.budgets import get_budget_for, get_item
from billing.budgets.forms.budget import ItemForm
from billing.budgets.money import typed
from tess.identity.guards import requires

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(rules.may_write_budgets)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Another label or amount."""
    budget = get_budget_for(request.actor, pk)
    item = get_item(budget, item_pk)
    form = ItemForm(request.POST or None, initial={"label": item.label, "cents": typed(item.cents)})
    if request.method == "POST" and form.is_valid():
        verbs.change_item(budget.pk, item.pk, **form.cleaned_data, actor=request.actor)
        messages.success(request, _("“%(label)s” is changed.") % {"label": form.cleaned_data["label"]})
        return redirect("budgets:budget", budget.pk)
    status = 422 if form.errors else 200
    return render(request, "budgets/item.html", {"form": form, "budget": budget, "item": item}, status=status)


@requires(rules.may_write_budgets)
@require_POST
def remove(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """One item less; its words come back in the message, so that it can be typed again."""
    budget = get_budget_for(request.actor, pk)
    item = get_item(budget, item_pk)
    verbs.remove_item(budget.pk, item.pk, actor=request.actor)
    messages.success(
        request,
        _("“%(label)s” (%(amount)s €) is no longer in the budget.")
        % {"label": item.label, "amount": typed(item.cents)},
    )
    return redirect("budgets:budget", budget.pk)
