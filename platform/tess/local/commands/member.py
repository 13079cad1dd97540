"""`tess member …`: who may sign in, and what they are there."""

import sys
from typing import TYPE_CHECKING

import click

from tess.local.errors import LocalError
from tess.local.interface import Group, answer, json_option, progress
from tess.local.ready import acting, organisation_called
from tess.local.words import gettext as _

if TYPE_CHECKING:
    from tenants.organisations.models import Organisation
    from tess.identity.models import Membership

email_argument = click.argument("email", metavar=_("E-MAIL"))
where_option = click.option(
    "--organisation", "slug", metavar=_("SHORT-NAME"), help=_("In this organisation; without it, in the collective.")
)


@click.group(cls=Group, help=_("The people who may sign in: add, remove, list."))
def member() -> None:
    pass


@member.command(help=_("Give somebody roles, and an account when they have none. Roles they had there are replaced."))
@email_argument
@click.option("--name", metavar=_("TEXT"), help=_("The person's name, for a new account."))
@click.option(
    "--role", "roles", metavar=_("ROLE"), multiple=True, required=True, help=_("What they are; may be repeated.")
)
@where_option
@click.option("--password-stdin", is_flag=True, help=_("Read the new account's password from the standard input."))
@json_option
def add(
    *, email: str, name: str | None, roles: tuple[str, ...], slug: str | None, password_stdin: bool, as_json: bool
) -> None:
    with acting() as actor:
        from django.db import transaction

        from tess.identity.domain.memberships import grant, open_account
        from tess.identity.domain.queries import account_of

        where = organisation_called(slug) if slug else None
        _refuse_unknown(roles, where)
        person = account_of(email)
        if person and password_stdin:
            raise LocalError(
                _("%(email)s has an account already, with its own password.") % {"email": email},
                _("Type the same without --password-stdin."),
            )
        password = None if person else _password_of_new(email, name, from_stdin=password_stdin)
        with transaction.atomic():
            person = person or open_account(email, name or "", password, actor=actor)
            granted = grant(person, where, roles, actor=actor)
        found = _told(granted)
        line = _("%(name)s may sign in: %(roles)s.") % {**found, "roles": _roles(granted)}
    answer(found, [line], as_json=as_json)


@member.command(help=_("Close somebody's access; their account stays, and what they have written."))
@email_argument
@where_option
@json_option
def remove(email: str, slug: str | None, as_json: bool) -> None:
    with acting() as actor:
        from tess.identity.domain.memberships import withdraw
        from tess.identity.domain.queries import members_of

        standing = members_of(organisation_called(slug) if slug else None).filter(user__email=email.lower()).first()
        if standing is None:
            raise LocalError(
                _("%(email)s is not a member there.") % {"email": email},
                _("See who is: tess member list, with --organisation for an organisation's own."),
            )
        withdraw(standing, actor=actor)
        found = _told(standing)
    answer(found, [_("%(name)s has no access there any more.") % found], as_json=as_json)


@member.command(
    "forget-factors",
    help=_("Take away the second factors of somebody who lost them all. Make sure beforehand that it is they who ask."),
)
@email_argument
@json_option
def forget_factors(email: str, as_json: bool) -> None:
    with acting() as actor:
        from tess.identity.domain import factors
        from tess.identity.domain.queries import account_of

        person = account_of(email)
        if person is None:
            raise LocalError(_("%(email)s has no account.") % {"email": email}, _("See who has: tess member list."))
        number = factors.forget_factors(person, actor=actor)
        found = {"email": person.email, "name": person.name, "forgotten": number}
        line = _("%(name)s sets up a second factor anew at the next sign-in.") % found
    answer(found, [line], as_json=as_json)


@member.command("list", help=_("List who may sign in there, and their roles."))
@where_option
@json_option
def list_(slug: str | None, as_json: bool) -> None:
    with acting():
        from tess.identity.domain.queries import members_of

        members = list(members_of(organisation_called(slug) if slug else None))
        lines = [f"{each.user.name} <{each.user.email}> ({_roles(each)})" for each in members]
        found = [_told(each) for each in members]
    answer(found, lines or [_("There is nobody there yet.")], as_json=as_json)


def _told(membership: "Membership") -> dict[str, object]:
    where = membership.organisation
    return {
        "email": membership.user.email,
        "name": membership.user.name,
        "organisation": where.slug if where else None,
        "roles": membership.roles,
    }


def _roles(membership: "Membership") -> str:
    return ", ".join(membership.role_labels)


def _refuse_unknown(roles: tuple[str, ...], where: "Organisation | None") -> None:
    from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role

    known = ORGANISATION_ROLES if where else COLLECTIVE_ROLES
    for role in roles:
        if role not in known:
            raise LocalError(
                _("There is no role %(role)s there.") % {"role": role},
                _("There are: %(known)s")
                % {"known": ", ".join(f"{each.value} ({each.label})" for each in Role if each in known)},
            )


def _password_of_new(email: str, name: str | None, *, from_stdin: bool) -> str:
    """The password of an account to be made: a line of the standard input, or asked twice at the terminal."""
    if not name:
        raise LocalError(_("%(email)s has no account yet.") % {"email": email}, _("Say their name: --name TEXT"))
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise LocalError(
            _("There is no terminal to ask a password at."), _("Give it on the standard input: --password-stdin")
        )
    progress(_("A new account: choose its password, twelve characters or more; they are not shown."))
    first, second = (str(click.prompt(text, hide_input=True, err=True)) for text in (_("Password"), _("Once more")))
    if first != second:
        raise LocalError(_("The two passwords differ: nothing was made."), _("Type the same line again."))
    return first
