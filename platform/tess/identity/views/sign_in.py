"""Signing in and out at the collective's host, the only place where identity lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import login, logout
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tess.identity.domain.memberships import tell_collective_roles
from tess.identity.forms.sign_in import SignInForm
from tess.identity.guards import open_to_everyone

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@open_to_everyone
@never_cache
@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; afterwards back to where one was going."""
    going_to = next_path(request, reverse("identity:home"))
    if request.user.is_authenticated:
        return redirect(going_to)
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        tell_collective_roles(form.get_user())
        return redirect(going_to)
    return render(
        request, "identity/sign_in.html", {"form": form, "suite": going_to}, status=422 if form.errors else 200
    )


@open_to_everyone
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session and, with it, those it opened at organisations' hosts."""
    logout(request)
    return redirect("identity:signed_out")


@open_to_everyone
@never_cache
def signed_out(request: HttpRequest) -> HttpResponse:
    """Where one lands after signing out, from either kind of host."""
    return render(request, "identity/signed_out.html")


def next_path(request: HttpRequest, default: str) -> str:
    """The `suite` parameter when it stays on this host, else `default`."""
    wanted = request.POST.get("suite") or request.GET.get("suite") or request.GET.get("next") or ""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return default
