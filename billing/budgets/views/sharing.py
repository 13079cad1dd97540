from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from billing.budgets import rules
from billing.budgets.domain import allocating, queries
from billing.budgets.domain.budgets import get_budget_for
from billing.budgets.domain.measuring import still_stands
from billing.budgets.money import typed
from tess.identity.guards import requires
from tess.kernel.errors import DomainError, NotFound
from tess.kernel.interface.spreadsheets import answer
from tess.kernel.interface.words import period as spoken
from tess.observatory.domain.indicators import BY_CODE

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from billing.budgets.domain.queries import Shared
    from billing.budgets.models import Budget


@requires(rules.may_write_budgets)
@require_POST
def allocate(request: HttpRequest, pk: int) -> HttpResponse:
    """Share the budget out, or share it again."""
    budget = get_budget_for(request.actor, pk)
    try:
        allocating.allocate(budget.pk, actor=request.actor)
    except NotFound:
        raise
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The budget is shared out, to the cent. Nothing has been asked of anybody."))
    return redirect("budgets:budget", budget.pk)


@requires(rules.may_read_budgets)
@require_safe
def working(request: HttpRequest, pk: int) -> HttpResponse:
    """How each cent was found, line by line; a draft has no working yet."""
    budget = get_budget_for(request.actor, pk)
    shared = queries.shared(budget)
    if shared is None:
        messages.info(request, _("This budget is not shared out yet: there is no working to show."))
        return redirect("budgets:budget", budget.pk)
    measure = shared.allocation.measure
    context = {
        "budget": budget,
        "shared": shared,
        "worked": queries.working(shared.allocation),
        "indicator": BY_CODE[measure.indicator],
        "period": spoken(measure.period_start, measure.period_end),
        "stands": still_stands(measure),
    }
    return render(request, "budgets/working.html", context)


@requires(rules.may_read_budgets)
@require_safe
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """The working for a spreadsheet, fractions exact."""
    budget, shared = _shared(request, pk)
    columns = [
        _("Item"),
        _("Amount"),
        _("Member"),
        _("Numerator"),
        _("Denominator"),
        _("Exact share (cents)"),
        _("Carried before (cents)"),
        _("Whole cents"),
        _("Remainder (cents)"),
        _("Rank"),
        _("Added"),
        _("Due (cents)"),
        _("Due"),
        _("Carried after (cents)"),
    ]
    rows = [
        [
            one.item.label,
            typed(line.amount),
            name,
            line.numerator,
            line.denominator,
            str(Fraction(line.amount * line.numerator, line.denominator)),
            str(Fraction(line.carry_before, line.denominator)),
            line.whole,
            str(Fraction(line.remainder, line.denominator)),
            line.rank,
            line.extra,
            line.cents,
            typed(line.cents) if line.cents >= 0 else f"-{typed(-line.cents)}",
            str(Fraction(line.carry_after, line.denominator)),
        ]
        for one in queries.working(shared.allocation)
        for name, line in one.lines
    ]
    return answer(f"budget-{budget.year}-{budget.pk}-calcul.csv", columns, rows)


def _shared(request: HttpRequest, pk: int) -> tuple[Budget, Shared]:
    budget = get_budget_for(request.actor, pk)
    shared = queries.shared(budget)
    if shared is None:
        raise Http404
    return budget, shared
