"""Exceptional accesses: opened and left by an operator at the collective's host, ended by the direction at its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tess.identity import rules
from tess.identity.domain import exceptional
from tess.identity.forms.exceptional import ExceptionalForm
from tess.identity.guards import as_application, requires
from tess.kernel.errors import DomainError, Refused

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

RECENT = 20


@requires(rules.may_open_exceptional)
@require_http_methods(["GET", "POST"])
def accesses(request: HttpRequest) -> HttpResponse:
    """What the operator has open, had open, and the form that opens another."""
    form = ExceptionalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            opened = exceptional.open_access(
                request.user, said["organisation"], said["reason"], minutes=said["minutes"], actor=request.actor
            )
        except Refused:
            raise
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect(opened.organisation.url())
    context = {
        "form": form,
        "open": exceptional.own_open(request.user),
        "ended": exceptional.own_ended(request.user)[:RECENT],
    }
    return render(request, "identity/exceptional/accesses.html", context, status=422 if form.errors else 200)


@requires(rules.may_open_exceptional)
@require_POST
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The operator has done."""
    exceptional.end_own(pk, request.user, actor=request.actor)
    messages.success(request, _("The exceptional access is over."))
    return redirect("identity:exceptional")


@requires(rules.may_end_exceptional)
@as_application
@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The direction sends the operator away."""
    ended = exceptional.end_in(pk, request.organisation, actor=request.actor)
    messages.success(request, _("%(name)s may no longer enter.") % {"name": ended.operator})
    return redirect("identity:access")
