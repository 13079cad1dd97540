"""Opening an invitation, at the collective's host: whose it is, then an account or a sign-in, then in."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from tess.identity.coming_in import let_in
from tess.identity.domain import invitations
from tess.identity.domain.memberships import open_account, tell_collective_roles
from tess.identity.domain.queries import account_of
from tess.identity.forms.invitation import CodeForm, NewAccountForm
from tess.identity.guards import open_to_everyone
from tess.identity.views.answers import clear_site_data
from tess.kernel.actor import Actor
from tess.kernel.errors import DomainError, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from tess.identity.models import Invitation, User

    View = Callable[..., HttpResponse]

_PROVED = "tess_invitation"  # in the session: the link whose address this browser's person reads
_GONE = 410


def _opens(view: View) -> View:
    """Give the view the invitation behind the link, or say why the link opens nothing."""

    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponse:
        try:
            return view(request, token, invitations.opened(token))
        except invitations.Unusable as refusal:
            return _closed(request, refusal)

    return open_to_everyone(never_cache(found))


@_opens
@require_GET
def invitation(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    """The step one is at: prove the address, open an account, sign in, or join."""
    return _step(request, token, found)


@_opens
@require_POST
def send_code(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    """Send a code to the invited address."""
    try:
        sent = invitations.send_code(found.pk)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if not sent:
            messages.info(request, _("A code was sent less than a minute ago: give it time to arrive."))
    return redirect("identity:invitation", token)


@_opens
@require_POST
def prove(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    """Check the code; this browser may then go on."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            invitations.prove(found.pk, form.cleaned_data["code"])
        except DomainError as refusal:
            form.add_error("code", str(refusal))
        else:
            request.session[_PROVED] = found.token_hash
            return redirect("identity:invitation", token)
    return _prove_page(request, token, found, form, status=422)


@sensitive_post_parameters("password")
@_opens
@require_POST
def account(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    """Open an account for the address just proved, and let it in."""
    if not _proved(request, found) or request.user.is_authenticated or account_of(found.email):
        return redirect("identity:invitation", token)
    form = NewAccountForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                # pressed twice, the second waits here, and reads that the link was used: "your account is open: sign in"
                invitations.hold(found.pk)
                system = Actor.system("invitation")
                user = open_account(found.email, form.cleaned_data["name"], form.cleaned_data["password"], actor=system)
                return _enter(request, found, user, new=True)
        except invitations.Unusable:
            raise
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return _account_page(request, token, found, form, status=422)


@_opens
@require_POST
def join(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    """Somebody signed in with the invited address comes in."""
    if not request.user.is_authenticated or request.user.email != found.email:
        return redirect("identity:invitation", token)
    return _enter(request, found, request.user, new=False)


@_opens
@require_POST
def other(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:  # noqa: ARG001  the link must be good
    """Sign out whoever is there, and come back to the invitation."""
    logout(request)
    return clear_site_data(redirect("identity:invitation", token))


def _step(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    if request.user.is_authenticated:
        context = {"invitation": found, "token": token, "masked": masked(found.email)}
        page = "join" if request.user.email == found.email else "other"
        return render(request, f"identity/invitation/{page}.html", context)
    if _proved(request, found):
        return _account_page(request, token, found, NewAccountForm(initial={"name": found.name}))
    return _prove_page(request, token, found, CodeForm())


def _prove_page(request: HttpRequest, token: str, found: Invitation, form: CodeForm, status: int = 200) -> HttpResponse:
    context = {
        "invitation": found,
        "token": token,
        "form": form,
        "masked": masked(found.email),
        "asked": found.code_sent_at is not None,
        "minutes": invitations.CODE_MINUTES,
        "sign_in": _sign_in(token),
    }
    return render(request, "identity/invitation/prove.html", context, status=status)


def _account_page(
    request: HttpRequest, token: str, found: Invitation, form: NewAccountForm, status: int = 200
) -> HttpResponse:
    known = account_of(found.email) is not None
    context = {"invitation": found, "token": token, "form": form, "known": known, "sign_in": _sign_in(token)}
    return render(request, "identity/invitation/account.html", context, status=status)


def _closed(request: HttpRequest, refusal: invitations.Unusable) -> HttpResponse:
    inviter = refusal.invitation.invited_by if refusal.invitation else None
    context = {"sentence": str(refusal), "why": refusal.why, "inviter": inviter}
    status = _GONE if refusal.invitation else 404
    return render(request, "identity/invitation/closed.html", context, status=status)


def _enter(request: HttpRequest, found: Invitation, user: User, *, new: bool) -> HttpResponse:
    invitations.accept(found.pk, user, actor=Actor(user_id=user.pk, organisation_id=found.organisation_id))
    where = found.organisation
    response = redirect(where.url() if where and where.is_served else reverse("identity:home"))
    if new:
        let_in(request, response, user, how="invitation")
    tell_collective_roles(user)
    request.session.pop(_PROVED, None)
    return response


def _proved(request: HttpRequest, found: Invitation) -> bool:
    return request.session.get(_PROVED) == found.token_hash


def _sign_in(token: str) -> str:
    return f"{reverse('identity:sign_in')}?{urlencode({'suite': reverse('identity:invitation', args=[token])})}"


def masked(email: str) -> str:
    """Enough of an address for its owner to know it, too little for anybody else: "n…@exemple.org"."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}…@{host}"
