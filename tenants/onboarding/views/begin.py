"""The first steps: one page that can be left and come back to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tenants.onboarding import rules
from tenants.onboarding.domain import progress as setting_up
from tess.identity.guards import requires
from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(rules.may_set_up)
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Each step with where it stands; the next one first to the eye."""
    found = setting_up.progress()
    if found.percent != request.organisation.setup_percent:  # something was set up on its own page meanwhile
        with transaction.atomic():
            setting_up.tell(request.organisation.pk)
    return render(request, "onboarding/begin.html", {"progress": found, "mine": _mine(request, found)})


def _mine(request: HttpRequest, found: setting_up.Progress) -> set[str]:
    return {stand.step.code for stand in found.stands if stand.step.allowed(request.actor)}


@requires(rules.may_set_up)
@require_POST
def leave_out(request: HttpRequest, code: str) -> HttpResponse:
    """Leave a step out: it is not for us."""
    try:
        setting_up.leave_out(code, actor=request.actor)
    except DomainError as error:
        if type(error) is not DomainError:
            raise
        messages.error(request, error.message)
    return redirect("onboarding:begin")


@requires(rules.may_set_up)
@require_POST
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Take it back: it is for us after all."""
    setting_up.take_back(code, actor=request.actor)
    return redirect("onboarding:begin")
