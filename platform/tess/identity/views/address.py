"""Another address for one's account: proven by a link sent there before it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import views as allauth_views
from allauth.account.decorators import reauthentication_required
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from tess.identity.guards import anyone_signed_in, before_second_factor, open_to_everyone, requires
from tess.identity.source import remember_browser
from tess.identity.views.answers import Answers

if TYPE_CHECKING:
    from django.http import HttpResponse


@method_decorator(reauthentication_required(app="allauth.account"), name="dispatch")
class ChangeAddress(Answers, allauth_views.EmailView):
    """The address one has, the one on its way, and a form for another."""

    template_name = "identity/change_address.html"


@method_decorator(never_cache, name="dispatch")
class ConfirmAddress(allauth_views.ConfirmEmailView):
    """Behind the link sent to the new address."""

    template_name = "identity/confirm_address.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the new address; this browser, signed in to the account, stays one that is known."""
        response: HttpResponse = super().post(*args, **kwargs)
        if self.request.user.is_authenticated:
            self.request.user.refresh_from_db()
            remember_browser(self.request, response, self.request.user.email)
        return response


change_address = before_second_factor(requires(anyone_signed_in)(ChangeAddress.as_view()))
confirm_address = open_to_everyone(ConfirmAddress.as_view())
