"""Applying: the public page, the letter with the way in, coming back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tenants.admission import charter
from tenants.admission.domain import access, candidacies, throttle
from tenants.admission.domain.files import LARGEST_MB, MOST
from tenants.admission.domain.steps import DAYS
from tenants.admission.forms.joining import AskForm, CodeForm, JoinForm
from tenants.admission.models import REQUIRED, DocumentKind, State
from tenants.admission.views.keys import email_of, let_in, let_out
from tess.identity.guards import open_to_everyone
from tess.identity.source import address_of
from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from uuid import UUID

    from django import forms
    from django.http import HttpRequest, HttpResponse


@open_to_everyone
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """What joining means, who may, what to prepare; and the few words that open a dossier."""
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _spend(request, form.cleaned_data["contact_email"])
            made = candidacies.open_candidacy(**form.cleaned_data)
        except DomainError as error:
            _refused(form, error)
        else:
            return redirect("admission:letter", made.pk)
    context = {
        "form": form,
        "criteria": charter.CRITERIA,
        "article": charter.ARTICLE,
        "required": [DocumentKind(kind).label for kind in REQUIRED],
        "most": MOST,
        "megabytes": LARGEST_MB,
        "days": {"take_up": DAYS[State.SUBMITTED], "review": DAYS[State.REVIEW]},
        "has_key": bool(email_of(request)),
    }
    return render(request, "admission/join.html", context, status=422 if form.errors else 200)


@open_to_everyone
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Coming back: a new letter, whether or not the address is known."""
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            email = candidacies.address(form.cleaned_data["email"])
            _spend(request, email)
            made = access.ask(email)
        except DomainError as error:
            _refused(form, error)
        else:
            return redirect("admission:letter", made.pk)
    return render(request, "admission/ask.html", {"form": form}, status=422 if form.errors else 200)


@open_to_everyone
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A letter is on its way: its six digits are typed here, or its link is followed."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            throttle.spend((throttle.CODES_A_NETWORK, address_of(request)))
            used = access.use_code(pk, form.cleaned_data["code"])
        except DomainError as error:
            _refused(form, error)
        else:
            let_in(request, used)
            return redirect("admission:mine")
    context = {"form": form, "minutes": access.MINUTES}
    return render(request, "admission/letter.html", context, status=422 if form.errors else 200)


@open_to_everyone
@never_cache
@require_http_methods(["GET", "POST"])
def key(request: HttpRequest, pk: UUID, token: str) -> HttpResponse:
    """The letter's link. It is used up by a button: mail programs follow links before people do."""
    if request.method == "POST":
        try:
            let_in(request, access.use_link(pk, token))
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("admission:ask")
        return redirect("admission:mine")
    return render(request, "admission/key.html", {"usable": access.is_usable(pk, token)})


@open_to_everyone
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the dossier on this device."""
    let_out(request)
    messages.success(request, _("The dossier is closed on this device. A letter opens it again."))
    return redirect("admission:ask")


def _spend(request: HttpRequest, email: str) -> None:
    throttle.spend(
        (throttle.LETTERS_AN_ADDRESS, email.strip().lower()), (throttle.LETTERS_A_NETWORK, address_of(request))
    )


def _refused(form: forms.Form, error: DomainError) -> None:
    form.add_error(error.field if error.field in form.fields else None, str(error))
