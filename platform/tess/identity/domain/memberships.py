"""Accounts, and who is what where. Every grant is audited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tess.identity.domain import trail
from tess.identity.models import Membership, Session, User
from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES
from tess.kernel import audit
from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tenants.organisations.models import Organisation
    from tess.kernel.actor import Actor

_followers: list[Callable[[User], None]] = []


def when_collective_roles_change(follow: Callable[[User], None]) -> None:
    """Call `follow(user)` when someone's roles in the collective may have changed; say so in AppConfig.ready().

    It runs in the same transaction as the change, and at each sign-in; so it must be idempotent.
    """
    _followers.append(follow)


def tell_collective_roles(user: User) -> None:
    """Let those who derive something from the roles of `user` in the collective work it out again."""
    for follow in _followers:
        follow(user)


@transaction.atomic
def open_account(email: str, name: str, password: str | None, *, actor: Actor) -> User:
    """A new person; without a password they can't sign in yet.

    Raises DomainError when the address is none or already has an account, the name empty, the password too weak.
    """
    _check(email, name, password)
    if User.objects.filter(email=email.lower()).exists():
        raise DomainError(_("This address already has an account."), field="email")
    user = User.objects.create_user(email, name.strip(), password)
    audit.record(actor, "identity.account.opened", user)
    return user


@transaction.atomic
def rename(user: User, name: str, *, actor: Actor) -> None:
    """The name colleagues read. Raises DomainError when it is empty or too long."""
    _check(user.email, name, None)
    user.name = name.strip()
    user.save(update_fields=["name"])
    audit.record(actor, "identity.account.renamed", user, fields=["name"])


def _check(email: str, name: str, password: str | None) -> None:
    """Raises DomainError: no address, no name, or a weak password (None: not looked at)."""
    person = User(email=email.lower(), name=name.strip(), password="-")  # noqa: S106  never saved
    try:
        person.clean_fields()
        if password is not None:
            validate_password(password, person)
    except ValidationError as error:
        field = next(iter(error.error_dict)) if hasattr(error, "error_dict") else "password"
        raise DomainError(" ".join(error.messages), field=field) from None


@transaction.atomic
def grant(
    user: User, organisation: Organisation | None, roles: Iterable[str], *, actor: Actor, sites: Iterable[int] = ()
) -> Membership:
    """Give `user` exactly `roles` in `organisation` (None: in the collective), limited to `sites` if any; let them in.

    Raises DomainError when there is no role, or one of the wrong kind.
    """
    wanted = sorted(set(roles))
    kind = ORGANISATION_ROLES if organisation else COLLECTIVE_ROLES
    if not wanted or not kind.issuperset(wanted):
        raise DomainError(_("Choose at least one role that exists there."), field="roles")
    membership, _created = Membership.objects.update_or_create(
        user=user,
        organisation=organisation,
        defaults={"roles": wanted, "active": True, "sites": sorted(set(sites)), "until": None, "reason": ""},
    )
    trail.record(actor, "identity.membership.granted", membership, membership.organisation_id, fields=wanted)
    _follow(membership)
    return membership


@transaction.atomic
def withdraw(membership: Membership, *, actor: Actor) -> None:
    """Close the person's access to that organisation; their sessions there end.

    At the collective's host none does: the membership is read with each page, and a session holds those of organisations,
    where somebody may be in the middle of a call.
    """
    membership.active = False
    membership.save(update_fields=["active"])
    if membership.organisation is not None:
        membership.user.sessions.filter(organisation=membership.organisation).delete()
    trail.record(actor, "identity.membership.withdrawn", membership, membership.organisation_id)
    _follow(membership)


def _follow(membership: Membership) -> None:
    """What hangs on a membership: editors' rights at the collective; an organisation's sandbox, which has the same people."""
    if membership.organisation_id is None:
        tell_collective_roles(membership.user)
        return
    theirs = {"user": membership.user, "organisation__practice_of": membership.organisation_id}
    Membership.objects.filter(**theirs).update(roles=membership.roles, active=membership.active)
    if not membership.active:
        Session.objects.filter(**theirs).delete()
