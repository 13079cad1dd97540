"""One's account: name, address, password, factors, and where one is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tess.identity.domain import sessions
from tess.identity.domain.factors import needs_second_factor
from tess.identity.domain.memberships import rename
from tess.identity.forms.account import NameForm
from tess.identity.guards import anyone_signed_in, before_second_factor, requires
from tess.identity.views.answers import clear_site_data
from tess.kernel.errors import NotFound

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@before_second_factor
@requires(anyone_signed_in)
@require_http_methods(["GET", "HEAD"])
def account(request: HttpRequest) -> HttpResponse:
    """Everything about one's account, each with the way to change it."""
    authenticators = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    context = {
        "application": next((each for each in authenticators if each.type == Authenticator.Type.TOTP), None),
        "passkeys": [each.wrap() for each in authenticators if each.type == Authenticator.Type.WEBAUTHN],
        "codes_left": next(
            (len(each.wrap().get_unused_codes()) for each in authenticators if each.type == "recovery_codes"), None
        ),
        "owed": needs_second_factor(request.user),
        "signed_in": sessions.places_of(request.user, here=request.session.session_key),
    }
    return render(request, "identity/account.html", context)


@before_second_factor
@requires(anyone_signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def change_name(request: HttpRequest) -> HttpResponse:
    """The name colleagues read."""
    form = NameForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        rename(request.user, form.cleaned_data["name"], actor=request.actor)
        messages.success(request, _("Your name is changed."))
        return redirect("identity:account")
    return render(request, "identity/change_name.html", {"form": form}, status=422 if form.errors else 200)


@before_second_factor
@requires(anyone_signed_in)
@require_POST
def end_session(request: HttpRequest, handle: str) -> HttpResponse:
    """Sign out elsewhere; the one this page is in is ended by signing out."""
    if handle == sessions.handle_of(request.session.session_key):
        return _gone(request)
    try:
        sessions.end(request.user, handle, actor=request.actor)
    except NotFound as gone:
        messages.info(request, str(gone))
    else:
        messages.success(request, _("That browser is signed out."))
    return redirect("identity:account")


@before_second_factor
@requires(anyone_signed_in)
@require_POST
def end_every_session(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    sessions.end_all(request.user, actor=request.actor)
    return _gone(request)


def _gone(request: HttpRequest) -> HttpResponse:
    logout(request)
    return clear_site_data(redirect("identity:signed_out"))
