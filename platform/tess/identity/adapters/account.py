"""django-allauth's accounts, with our counters, letters, words and sessions."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.shortcuts import resolve_url
from django.urls import reverse

from tess.identity.adapters import words
from tess.identity.domain import devices, login_codes
from tess.identity.domain.guesses import PASSWORD, guess
from tess.identity.domain.memberships import tell_collective_roles
from tess.identity.models import User
from tess.identity.second_factor import mark_given
from tess.identity.sessions import DEVICE, STARTED
from tess.identity.source import address_of, remember_browser, source_of
from tess.kernel import audit, mail
from tess.kernel.actor import Actor
from tess.kernel.interface.addresses import is_path

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth's types don't survive its own imports
    """What is ours in how one signs in."""

    error_messages = {**DefaultAccountAdapter.error_messages, **words.ERRORS}

    # --- who may come in -------------------------------------------------------------------------------------------
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Accounts come from invitations."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person of this address and password, unless strangers' tries are used up: then nothing is looked at."""
        email = credentials["email"].strip().lower()
        tried = guess(PASSWORD, email, source_of(request, email))
        if not tried.allowed:
            raise ValidationError(words.no_more_passwords(tried.until), code="no_more_passwords")
        user = authenticate(request, username=email, password=credentials["password"])
        if user is not None:
            tried.was_right()
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is the password of the person signed in here."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of somebody who has just signed in: they gave all of it a moment ago."""
        records = get_authentication_records(self.request, self.request.user)
        recent = records and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not recent and bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The ways to say once more that it is oneself, in our words."""
        found = super().get_reauthentication_methods(user)
        return [{**method, "description": words.WAYS[method["id"]]} for method in found]

    # --- coming in -------------------------------------------------------------------------------------------------
    def login(self, request: HttpRequest, user: User) -> None:
        """Open the session, and remember since when, from what, and whether a second factor was given."""
        first = user.last_login is None
        super().login(request, user)
        request.session[STARTED] = int(time.time())
        request.session[DEVICE] = devices.device_of(request.headers.get("User-Agent", ""))
        if any(record["method"] == "mfa" for record in get_authentication_records(request, user)):
            mark_given(request)
        if not first and not source_of(request, user.email).browser:
            mail.post("identity.new_browser", {"user": str(user.pk), "device": request.session[DEVICE]})
        audit.record(Actor(user_id=user.pk, organisation_id=None), "identity.session.opened", user)
        tell_collective_roles(user)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Where they were going, with the cookie by which this browser is known from now on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_browser(request, response, user.email)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """One's space, where nobody was going anywhere."""
        return str(resolve_url(settings.LOGIN_REDIRECT_URL))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Back to one's account."""
        return reverse("identity:account")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:  # noqa: ARG002
        """Back to one's account."""
        return reverse("identity:account")

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of this host."""
        return is_path(url)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address our own proxies saw."""
        return address_of(request)

    # --- passwords -------------------------------------------------------------------------------------------------
    def set_password(self, user: User, password: str) -> None:
        """A new password: every other session of this person ends, whatever host it is at."""
        super().set_password(user, password)
        here = getattr(self.request.session, "session_key", None) if self.request.user == user else None
        user.sessions.exclude(session_key=here).delete()
        audit.record(Actor(user_id=user.pk, organisation_id=None), "identity.password.changed", user)
        mail.post("identity.password_changed", {"user": str(user.pk)})

    # --- letters and notes -----------------------------------------------------------------------------------------
    def generate_login_code(self) -> str:
        """A code that the letter can work out again from a nonce, so that no row holds it."""
        self.request.login_nonce = login_codes.new_nonce()
        return login_codes.code_of(self.request.login_nonce)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:  # noqa: ARG002
        """A code to sign in: the same row for an address nobody has, so that it takes the same time; it sends nothing."""
        if template_prefix == "account/email/login_code":
            user = User.objects.filter(email=email.lower()).values_list("pk", flat=True).first()
            mail.post("identity.login_code", {"user": str(user or ""), "nonce": self.request.login_nonce})
        elif template_prefix == "account/email/unknown_account":
            mail.post("identity.login_code", {"user": "", "nonce": login_codes.new_nonce()})
        else:
            raise LookupError(template_prefix)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:  # noqa: ARG002
        """Posted like any letter: the link is made when it is written."""
        mail.post("identity.reset", {"user": str(user.pk)})

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:  # noqa: ARG002
        """To the new address, posted like any letter."""
        mail.post("identity.confirm_address", {"address": emailconfirmation.email_address.pk})

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """What was done to the account, told to its person; a changed address to the old one too."""
        actor = Actor(user_id=user.pk, organisation_id=None)
        if template_prefix == "account/email/email_changed":
            audit.record(actor, "identity.address.changed", user, fields=["email"])
            # the old address is in no row any more: this letter can't wait for the worker
            mail.send(words.address_changed_letter(to=str(email), new=str((context or {}).get("to_email", ""))))
            return
        what = template_prefix.rpartition("/")[2]
        if what in words.FACTOR_ACTS:
            audit.record(actor, f"identity.factor.{what}", user)
            mail.post("identity.factor_changed", {"user": str(user.pk), "what": what})

    def add_message(  # noqa: PLR0917  allauth's
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Our sentence for what allauth has to say, where we have one; a page says the rest."""
        sentence = message or words.NOTES.get(message_template or "")
        if sentence:
            messages.add_message(request, level, str(sentence) % (message_context or {}), extra_tags=extra_tags)
