"""A line within the hour: choose a plan, look its parts over, open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tenants.onboarding import plans, rules
from tenants.onboarding.domain.opening import PartRefused, open_line
from tess.identity.guards import requires
from tess.kernel.errors import NotFound

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from tenants.onboarding.plans import Part, Plan


@requires(rules.may_set_up)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The plans there are."""
    return render(request, "onboarding/plans.html", {"plans": plans.plans()})


@requires(rules.may_set_up)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """One plan: all its parts filled in, to be changed where they don't fit, then opened at once."""
    found = plans.plan_called(code)
    if found is None:
        raise NotFound(_("There is no such plan."))
    forms = _forms(request, found)
    if request.method == "POST" and all([form.is_valid() for _part, form in forms]):  # noqa: C419  each says its errors
        try:
            made = open_line(found, [(part, form.cleaned_data) for part, form in forms], actor=request.actor)
        except PartRefused as refusal:
            form = next(form for part, form in forms if part == refusal.part)
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, " ".join(made))
            return redirect("onboarding:begin")
    wrong = [(part, form) for part, form in forms if form.errors]
    return render(
        request, "onboarding/plan.html", {"plan": found, "forms": forms, "wrong": wrong}, status=422 if wrong else 200
    )


def _forms(request: HttpRequest, found: Plan) -> list[tuple[Part, Form]]:
    data = request.POST if request.method == "POST" else None
    return [
        (part, part.form(data, initial=found.filled[part.code])) for part in plans.parts() if part.code in found.filled
    ]
