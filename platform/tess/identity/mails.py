"""The letters of identity, built from ids when they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from tess.identity.adapters import words
from tess.identity.domain import devices, login_codes, tokens
from tess.identity.domain.invitations import CODE_MINUTES
from tess.identity.models import ExceptionalAccess, Invitation, InvitationState, User
from tess.kernel import mail
from tess.kernel.tenancy.hosts import collective_url

if TYPE_CHECKING:
    from collections.abc import Mapping


@mail.letter("identity.invitation")
def invitation(payload: Mapping[str, Any]) -> mail.Letter | None:
    """The link, unless the invitation is used, withdrawn or renewed since."""
    found = _pending(payload, serial=payload["serial"])
    if found is None:
        return None
    path = reverse("identity:invitation", urlconf=settings.ROOT_URLCONF, args=[tokens.token_of(found)])
    where = found.organisation.name if found.organisation else _("the collective")
    return mail.Letter(
        to=found.email,
        subject=_("You are invited to join %(where)s") % {"where": where},
        template="identity/mails/invitation",
        context={"invitation": found, "where": where, "link": collective_url(path), "inviter": found.invited_by},
    )


@mail.letter("identity.invitation_code")
def invitation_code(payload: Mapping[str, Any]) -> mail.Letter | None:
    """Six digits, unless others were sent since or the invitation opens nothing any more."""
    found = _pending(payload, code_serial=payload["serial"], code_sent_at__isnull=False)
    if found is None:
        return None
    return mail.Letter(
        to=found.email,
        subject=_("Your code to open the invitation"),
        template="identity/mails/invitation_code",
        context={"code": tokens.code_of(found), "minutes": CODE_MINUTES},
    )


def _pending(payload: Mapping[str, Any], **more: Any) -> Invitation | None:
    rows = Invitation.objects.select_related("organisation", "invited_by")
    return rows.filter(pk=payload["invitation"], state=InvitationState.PENDING, **more).first()


def _address(name: str, **kwargs: Any) -> str:
    return collective_url(reverse(name, urlconf=settings.ROOT_URLCONF, kwargs=kwargs))


def _note(user: User, subject: str, template: str, **context: Any) -> mail.Letter:
    return mail.Letter(
        to=user.email,
        subject=subject,
        template=f"identity/mails/{template}",
        context={"name": user.get_short_name(), "account": _address("identity:account"), **context},
    )


def _person(payload: Mapping[str, Any]) -> User | None:
    return User.objects.filter(pk=payload["user"], is_active=True).first() if payload["user"] else None


@mail.letter("identity.login_code")
def login_code(payload: Mapping[str, Any]) -> mail.Letter | None:
    """The code one asked for to sign in; nothing for an address nobody has."""
    user = _person(payload)
    if user is None:
        return None
    return _note(user, _("Your code to sign in"), "login_code", code=login_codes.code_of(payload["nonce"]))


@mail.letter("identity.reset")
def reset(payload: Mapping[str, Any]) -> mail.Letter | None:
    """The link to choose a new password: once, and for an hour."""
    user = _person(payload)
    if user is None:
        return None
    key = default_token_generator.make_token(user)
    link = _address("account_reset_password_from_key", uidb36=user.pk.hex, key=key)
    return _note(user, _("Choose a new password"), "reset", link=link)


@mail.letter("identity.confirm_address")
def confirm_address(payload: Mapping[str, Any]) -> mail.Letter | None:
    """To a new address, to prove it; nothing when it was given up or proven meanwhile."""
    address = EmailAddress.objects.select_related("user").filter(pk=payload["address"], verified=False).first()
    if address is None:
        return None
    link = _address("account_confirm_email", key=EmailConfirmationHMAC(address).key)
    context = {"name": address.user.get_short_name(), "link": link}
    return mail.Letter(address.email, _("Is this your address?"), "identity/mails/confirm_address", context)


@mail.letter("identity.password_changed")
def password_changed(payload: Mapping[str, Any]) -> mail.Letter | None:
    """After a new password, whoever chose it."""
    user = _person(payload)
    if user is None:
        return None
    forgotten = _address("account_reset_password")
    return _note(user, _("Your password has changed"), "password_changed", forgotten=forgotten)


@mail.letter("identity.factor_changed")
def factor_changed(payload: Mapping[str, Any]) -> mail.Letter | None:
    """After something about second factors."""
    user = _person(payload)
    if user is None:
        return None
    what = words.FACTOR_ACTS[payload["what"]]
    return _note(user, _("Something about your second factor has changed"), "factor_changed", what=what)


@mail.letter("identity.new_browser")
def new_browser(payload: Mapping[str, Any]) -> mail.Letter | None:
    """After a sign-in from a browser this account didn't know."""
    user = _person(payload)
    if user is None:
        return None
    device = devices.said(payload["device"])
    return _note(user, _("Your account was opened in a new browser"), "new_browser", device=device)


@mail.letter("identity.repeated_tries")
def repeated_tries(payload: Mapping[str, Any]) -> mail.Letter | None:
    """When strangers' tries at an account are used up, once a day at most."""
    user = _person(payload)
    if user is None:
        return None
    about_codes = payload["what"] == "code"
    subject = _("Somebody is trying to open your account")
    return _note(user, subject, "repeated_tries", about_codes=about_codes, sign_in=_address("identity:sign_in"))


@mail.letter("identity.exceptional")
def exceptional(payload: Mapping[str, Any]) -> mail.Letter | None:
    """To each person of the direction: who enters, why, until when."""
    access = ExceptionalAccess.objects.select_related("organisation").filter(pk=payload["access"]).first()
    reader = User.objects.filter(pk=payload["reader"], is_active=True).first()
    if access is None or reader is None:
        return None
    path = reverse("identity:access", urlconf=settings.ORGANISATION_URLCONF)
    return mail.Letter(
        to=reader.email,
        subject=_("An exceptional access to %(where)s was opened") % {"where": access.organisation.name},
        template="identity/mails/exceptional",
        context={"access": access, "link": access.organisation.url(path)},
    )
