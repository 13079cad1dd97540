"""Signing in and out at the collective's host, the only place where identity lives. The flows are allauth's, the pages ours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from allauth.account import views as allauth_views
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.base import views as mfa_views
from allauth.mfa.webauthn import views as webauthn_views
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tess.identity.domain.factors import shown_code
from tess.identity.guards import open_to_everyone
from tess.identity.views.answers import Answers, clear_site_data
from tess.kernel.interface.addresses import is_path

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SUITE = "suite"  # the parameter that says where one was going


def next_path(request: HttpRequest, default: str) -> str:
    """The `suite` parameter when it stays on this host, else `default`."""
    wanted = request.POST.get(SUITE) or request.GET.get(SUITE) or request.GET.get("next") or ""
    return wanted if is_path(wanted) else default


class SignIn(Answers, allauth_views.LoginView):
    """Address and password, or a passkey; afterwards back to where one was going."""

    template_name = "identity/sign_in.html"
    redirect_field_name = SUITE


class SignInByPasskey(Answers, webauthn_views.LoginWebAuthnView):
    """The request a passkey answers (asked by the page's script), and its answer."""

    redirect_field_name = SUITE

    def get_success_url(self) -> str | None:
        """Where one was going, when that is a page of this host."""
        wanted = next_path(self.request, "")
        return wanted or None

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in by the passkey alone, and go on to where one was going."""
        authenticator = form.cleaned_data["credential"]
        login = webauthn_views.Login(user=authenticator.user, redirect_url=self.get_success_url())
        response: HttpResponse = webauthn_views.flows.perform_passwordless_login(self.request, authenticator, login)
        return response


class RequestCode(Answers, allauth_views.RequestLoginCodeView):
    """A code by e-mail instead of the password: the same answer whether or not the address is known."""

    template_name = "identity/code_request.html"
    redirect_field_name = SUITE


class ConfirmCode(Answers, allauth_views.ConfirmLoginCodeView):
    """The code of the letter."""

    template_name = "identity/code_confirm.html"
    redirect_field_name = SUITE


class SecondFactor(Answers, mfa_views.AuthenticateView):
    """The second factor, asked of everybody who has one."""

    template_name = "identity/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which factors the person has; in the demonstration the code to type."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.stage.login.user
        types = set(user.authenticator_set.values_list("type", flat=True))
        return context | {
            "options": json.dumps(context.get("js_data", {}).get("request_options")),
            "has_codes": bool(types - {"webauthn"}),
            "has_passkey": "webauthn" in types,
            "shown_code": shown_code(user),
            "person": user,
        }


sign_in = open_to_everyone(SignIn.as_view())
sign_in_by_passkey = open_to_everyone(SignInByPasskey.as_view())
request_code = open_to_everyone(RequestCode.as_view())
confirm_code = open_to_everyone(ConfirmCode.as_view())
second_factor = open_to_everyone(SecondFactor.as_view())
inactive = open_to_everyone(allauth_views.AccountInactiveView.as_view(template_name="identity/inactive.html"))


@open_to_everyone
def no_account(request: HttpRequest) -> HttpResponse:
    """Accounts come from invitations: whom to ask."""
    return render(request, "identity/no_account.html")


@open_to_everyone
@require_POST
def start_over(request: HttpRequest) -> HttpResponse:
    """Forget a sign-in that was begun: by somebody else, or with the wrong account."""
    clear_login(request)
    return redirect("identity:sign_in")


@open_to_everyone
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session and, with it, those it opened at organisations' hosts."""
    logout(request)
    return clear_site_data(redirect("identity:signed_out"))


@open_to_everyone
@never_cache
def signed_out(request: HttpRequest) -> HttpResponse:
    """Where one lands after signing out, from either kind of host."""
    return render(request, "identity/signed_out.html")
