"""Leaving the workstation for a moment, and coming back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.auth import get_user, logout
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tess.identity.domain import locking
from tess.identity.forms.locked import UnlockForm
from tess.identity.guards import anyone_signed_in, as_application, before_second_factor, open_to_everyone, requires
from tess.identity.models import Session
from tess.identity.sessions import PARENT
from tess.identity.source import source_of
from tess.identity.views.answers import clear_site_data
from tess.identity.views.sign_in import next_path
from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@before_second_factor
@requires(anyone_signed_in)
@as_application
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock, from either kind of host: every tab of every host of this browser waits for its person."""
    here = request.session.session_key if request.organisation is None else request.session.get(PARENT)
    locking.lock(here, request.user)
    name = "identity:enter" if request.organisation else "identity:locked"
    response = redirect(f"{reverse(name)}?{urlencode({'suite': next_path(request, '/')})}")
    response["Clear-Site-Data"] = '"cache"'
    return response


@sensitive_post_parameters("password")
@open_to_everyone
@never_cache
@require_http_methods(["GET", "POST"])
def locked(request: HttpRequest) -> HttpResponse:
    """Who locked it, their password, and the way for somebody else."""
    going_to = next_path(request, reverse("identity:home"))
    person = get_user(request) if request.session.is_locked else None
    if person is None or not person.is_authenticated:
        return redirect(going_to)
    form = UnlockForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            locking.unlock(
                request.session.session_key,
                person,
                form.cleaned_data["password"],
                source=source_of(request, person.email),
            )
        except DomainError as refusal:
            form.add_error("password", str(refusal))
        else:
            return redirect(going_to)
    since = Session.objects.values_list("locked_at", flat=True).get(pk=request.session.session_key)
    context = {"form": form, "person": person, "since": since, "suite": going_to}
    return render(request, "identity/locked.html", context, status=422 if form.errors else 200)


@open_to_everyone
@require_POST
def somebody_else(request: HttpRequest) -> HttpResponse:
    """Sign the person of a locked workstation out entirely; the next one signs in."""
    logout(request)
    return clear_site_data(redirect("identity:sign_in"))
