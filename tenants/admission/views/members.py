"""What the coordination does with a member's space: open, suspend, open again, export, erase; and watching it done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tenants.admission import rules
from tenants.admission.domain import members, opening, undertakings
from tenants.admission.domain.review import get_candidacy
from tenants.admission.forms.space import AddressForm, DirectorForm, LeaveForm, ReasonForm
from tenants.admission.views.review import SPACE, tried
from tenants.admission.views.waiting import waited
from tess.identity.guards import requires
from tess.kernel.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from tenants.admission.models import Candidacy


def _do(
    request: HttpRequest, pk: UUID, form: forms.Form, name: str, act: Callable[[Candidacy, dict[str, Any]], object]
) -> HttpResponse:
    found = get_candidacy(pk)
    refused = tried(request, found, SPACE, form=form, name=name, act=lambda said: act(found, said))
    return refused or redirect("admission:candidacy_tab", pk, SPACE)


@requires(rules.may_review)
@require_POST
def open_space(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose the address for an admitted candidate."""

    def act(found: Candidacy, said: dict[str, Any]) -> None:
        opening.choose(found, **said, actor=request.actor)

    return _do(request, pk, AddressForm(request.POST), "address", act)


@requires(rules.may_review)
@require_POST
def suspend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close the doors of a space."""

    def act(found: Candidacy, said: dict[str, Any]) -> None:
        members.suspend(found, reason=said["reason"], actor=request.actor)
        messages.success(request, _("The space is closed; its people read why."))

    return _do(request, pk, ReasonForm(request.POST, prefix="suspend"), "suspend", act)


@requires(rules.may_review)
@require_POST
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open them again."""
    try:
        members.resume(get_candidacy(pk), actor=request.actor)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The space is open again."))
    return redirect("admission:candidacy_tab", pk, SPACE)


@requires(rules.may_review)
@require_POST
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have all its data written to one archive."""

    def act(found: Candidacy, said: dict[str, Any]) -> None:
        members.ask_for_export(found, reason=said["reason"], actor=request.actor)

    return _do(request, pk, ReasonForm(request.POST, prefix="export"), "export", act)


@requires(rules.may_review)
@require_POST
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have it erased."""

    def act(found: Candidacy, said: dict[str, Any]) -> None:
        members.leave(found, typed=said["typed"], reason=said["reason"], actor=request.actor)

    return _do(request, pk, LeaveForm(request.POST, prefix="leave"), "leave", act)


@requires(rules.may_review)
@require_POST
def invite_director(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let in who will direct a member that has no director."""

    def act(found: Candidacy, said: dict[str, Any]) -> None:
        members.invite_director(found, **said, actor=request.actor)
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": said["email"]})

    return _do(request, pk, DirectorForm(request.POST, prefix="director"), "director", act)


@requires(rules.may_review)
@require_GET
def work(request: HttpRequest, pk: UUID, work_pk: UUID) -> HttpResponse:
    """How far some work is."""
    undertaking = get_object_or_404(get_candidacy(pk).undertakings, pk=work_pk)
    return waited(request, undertaking, next_url=reverse("admission:candidacy_tab", args=[pk, SPACE]))


@requires(rules.may_review)
@require_POST
def again(request: HttpRequest, pk: UUID, work_pk: UUID) -> HttpResponse:
    """Try what stopped once more."""
    undertaking = get_object_or_404(get_candidacy(pk).undertakings, pk=work_pk)
    try:
        undertakings.again(undertaking, actor=request.actor)
    except Conflict as error:
        messages.error(request, str(error))
    return redirect("admission:candidacy_tab", pk, SPACE)
