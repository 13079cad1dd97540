"""Second factors: set up, given again, named, taken away. The flows are allauth's, the pages ours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from allauth.account import views as allauth_views
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as mfa_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from allauth.mfa.webauthn.internal import auth as webauthn
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from tess.identity.domain.factors import may_take_away, needs_second_factor, shown_code
from tess.identity.guards import anyone_signed_in, before_second_factor, requires
from tess.identity.qr import picture_of
from tess.identity.second_factor import GOING_TO, factor_first, given, mark_given
from tess.identity.views.answers import Answers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FACTORS = reverse_lazy("mfa_index")


class Factors(mfa_views.IndexView):
    """The factors one has, and what each is good for."""

    template_name = "identity/factors.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether one is owed, whether it was given, and where one was going."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        owed = needs_second_factor(self.request.user)
        return context | {"owed": owed, "given": given(self.request), "going_to": self.request.session.get(GOING_TO)}


@method_decorator(never_cache, name="dispatch")
class AddApplication(Answers, totp_views.ActivateTOTPView):
    """A square to photograph, or its letters to type, then the first code."""

    template_name = "identity/add_application.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The square, and its letters by fours."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        groups = " ".join(secret[index : index + 4] for index in range(0, len(secret), 4))
        return context | {"picture": picture_of(context["totp_url"]), "secret": groups}

    def form_valid(self, form: Any) -> HttpResponse:
        """Set it up: its first code is used up, and the session holds a second factor."""
        response: HttpResponse = super().form_valid(form)
        kept = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        kept.data["last_step"] = form.step  # this code has now been used
        kept.save(update_fields=["data"])
        mark_given(self.request)
        return response


class RemoveApplication(Answers, totp_views.DeactivateTOTPView):
    """Take the application away, unless it is the last factor of somebody who needs one."""

    template_name = "identity/remove_application.html"


@method_decorator(never_cache, name="dispatch")
class AddPasskey(Answers, webauthn_views.AddWebAuthnView):
    """A passkey, made by the browser: it may sign in alone."""

    template_name = "identity/add_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the browser is asked to make."""
        context: dict[str, Any] = super(webauthn_views.AddWebAuthnView, self).get_context_data(**kwargs)
        options = webauthn.begin_registration(self.request.user, passwordless=True)
        return context | {"options": json.dumps(options)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep it: the session holds a second factor."""
        response: HttpResponse = super().form_valid(form)
        mark_given(self.request)
        return response


class RenamePasskey(Answers, webauthn_views.EditWebAuthnView):
    """Another name for a passkey."""

    template_name = "identity/rename_passkey.html"
    success_url = FACTORS


class RemovePasskey(Answers, webauthn_views.RemoveWebAuthnView):
    """Take a passkey away, unless it is the last factor of somebody who needs one."""

    template_name = "identity/remove_passkey.html"
    success_url = FACTORS

    def form_valid(self, form: Any) -> HttpResponse:
        """Allauth asks this of an application alone."""
        if not may_take_away(self.object):
            form.add_error(None, get_adapter().validation_error("cannot_delete_authenticator"))
            refused: HttpResponse = self.form_invalid(form)
            return refused
        response: HttpResponse = super().form_valid(form)
        return response


@method_decorator(never_cache, name="dispatch")
class RecoveryCodes(codes_views.ViewRecoveryCodesView):
    """The codes for the day when neither telephone nor key is at hand: read, saved, printed."""

    template_name = "identity/recovery_codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where one was going, if these codes came on the way."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"going_to": self.request.session.get(GOING_TO)}


class NewRecoveryCodes(Answers, codes_views.GenerateRecoveryCodesView):
    """New codes; the earlier ones are no good any more."""

    template_name = "identity/new_recovery_codes.html"


class SaveRecoveryCodes(codes_views.DownloadRecoveryCodesView):
    """The codes as a small file."""

    template_name = "identity/recovery_codes.txt"

    def render_to_response(self, context: dict[str, Any], **more: Any) -> HttpResponse:
        """As a file with a French name."""
        response: HttpResponse = super().render_to_response(context, **more)
        response["Content-Disposition"] = 'attachment; filename="codes-de-secours-tess.txt"'
        return response


class PasswordAgain(Answers, allauth_views.ReauthenticateView):
    """The password once more, before something that matters."""

    template_name = "identity/again_password.html"


class _GivesFactor(Answers):
    """A factor given again strengthens the session too."""

    request: HttpRequest

    def get_reauthentication_alternatives(self) -> list[dict[str, Any]]:
        """The other ways; where the factor itself is owed, the password is none: it would lead back here."""
        ways: list[dict[str, Any]] = super().get_reauthentication_alternatives()
        return [way for way in ways if given(self.request) or way["id"] != "reauthenticate"]

    def form_valid(self, form: Any) -> HttpResponse:
        """Remember that it was given, and go on."""
        mark_given(self.request)
        response: HttpResponse = super().form_valid(form)
        return response


class CodeAgain(_GivesFactor, mfa_views.ReauthenticateView):
    """A code of the application, or a recovery code."""

    template_name = "identity/again_code.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """In the demonstration, the code to type."""
        return {**super().get_context_data(**kwargs), "shown_code": shown_code(self.request.user)}


class PasskeyAgain(_GivesFactor, webauthn_views.ReauthenticateWebAuthnView):
    """A passkey."""

    template_name = "identity/again_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the browser is asked for."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"options": json.dumps(context["js_data"]["request_options"])}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say what is wrong on this page; allauth's answer leads to the sign-in."""
        return self.render_to_response(self.get_context_data(form=form))


def _ones_own(view: Any) -> Any:
    return before_second_factor(requires(anyone_signed_in)(view.as_view()))


def _with_what_one_has(view: Any) -> Any:
    return before_second_factor(requires(anyone_signed_in)(factor_first(view.as_view())))


factors = _ones_own(Factors)
add_application = _with_what_one_has(AddApplication)
remove_application = _with_what_one_has(RemoveApplication)
add_passkey = _with_what_one_has(AddPasskey)
rename_passkey = _with_what_one_has(RenamePasskey)
remove_passkey = _with_what_one_has(RemovePasskey)
recovery_codes = _with_what_one_has(RecoveryCodes)
new_recovery_codes = _with_what_one_has(NewRecoveryCodes)
save_recovery_codes = _with_what_one_has(SaveRecoveryCodes)
password_again = _ones_own(PasswordAgain)
code_again = _ones_own(CodeAgain)
passkey_again = _ones_own(PasskeyAgain)
