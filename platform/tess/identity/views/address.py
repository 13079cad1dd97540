"""Another address for one's account: proven by a link sent there before it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import views as allauth_views
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from tess.identity.forms.letters import counted
from tess.identity.guards import anyone_signed_in, before_second_factor, requires
from tess.identity.second_factor import factor_first
from tess.identity.source import remember_browser
from tess.identity.views.answers import Answers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@method_decorator(reauthentication_required(app="allauth.account"), name="dispatch")
class ChangeAddress(Answers, allauth_views.EmailView):
    """The address one has, the one on its way, and a form for another."""

    template_name = "identity/change_address.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sent again, it is one more letter to somebody who may not have asked for any: counted like the first."""
        if "action_send" in request.POST:
            try:
                counted(request.POST.get("email", ""))
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
                return redirect("account_email")
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


@method_decorator(never_cache, name="dispatch")
class ConfirmAddress(allauth_views.ConfirmEmailView):
    """Behind the link sent to the new address, for who asked for it: a slip of the finger wrote to somebody else."""

    template_name = "identity/confirm_address.html"

    def get_object(self, queryset: Any = None) -> Any:
        """The address to take, of the person signed in here; anybody else's link is no good."""
        found = super().get_object(queryset)
        if found.email_address.user_id != self.request.user.pk:
            raise Http404
        return found

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the new address; this browser stays one that the account knows."""
        response: HttpResponse = super().post(*args, **kwargs)
        self.request.user.refresh_from_db()
        remember_browser(self.request, response, self.request.user.email)
        return response


change_address = before_second_factor(requires(anyone_signed_in)(factor_first(ChangeAddress.as_view())))
confirm_address = before_second_factor(requires(anyone_signed_in)(factor_first(ConfirmAddress.as_view())))
