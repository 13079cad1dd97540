"""A forgotten password, a new one, a changed one. The flows are allauth's, the pages ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import views as allauth_views
from allauth.account.decorators import reauthentication_required
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from tess.identity.guards import anyone_signed_in, before_second_factor, open_to_everyone, requires
from tess.identity.second_factor import factor_first
from tess.identity.source import remember_browser
from tess.identity.views.answers import Answers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@method_decorator(never_cache, name="dispatch")
class Forgotten(Answers, allauth_views.PasswordResetView):
    """Asks for the address; the same answer whether or not it is known."""

    template_name = "identity/forgotten.html"


@method_decorator(never_cache, name="dispatch")
class NewPassword(Answers, allauth_views.PasswordResetFromKeyView):
    """Behind the link that came by e-mail: once, and not for long. Its browser is then one the account knows."""

    template_name = "identity/new_password.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Whoever read the letter is known here from now on."""
        response: HttpResponse = super().form_valid(form)
        remember_browser(self.request, response, self.reset_user.email)
        return response


class ChangePassword(Answers, allauth_views.PasswordChangeView):
    """The current password and the new one."""

    template_name = "identity/change_password.html"


@method_decorator(reauthentication_required(app="allauth.account"), name="dispatch")
class SetPassword(Answers, allauth_views.PasswordSetView):
    """A first password."""

    template_name = "identity/change_password.html"


forgotten = open_to_everyone(Forgotten.as_view())
new_password = open_to_everyone(NewPassword.as_view())
change_password = before_second_factor(requires(anyone_signed_in)(factor_first(ChangePassword.as_view())))
set_password = before_second_factor(requires(anyone_signed_in)(factor_first(SetPassword.as_view())))


@open_to_everyone
@never_cache
def link_sent(request: HttpRequest) -> HttpResponse:
    """Where one looks next, whether or not the address was known."""
    return render(request, "identity/link_sent.html")


@open_to_everyone
@never_cache
def password_is_new(request: HttpRequest) -> HttpResponse:
    """The new password stands: sign in with it."""
    return render(request, "identity/password_is_new.html")
