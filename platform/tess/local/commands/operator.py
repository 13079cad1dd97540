"""`tess operator …`: who looks after the software, and may enter an organisation for a reason, for an hour."""

import click

from tess.local.commands.member import email_argument
from tess.local.errors import LocalError
from tess.local.interface import Group, answer, json_option
from tess.local.ready import acting
from tess.local.words import gettext as _


@click.group(cls=Group, help=_("The people who look after the software: add, remove, list."))
def operator() -> None:
    pass


@operator.command(help=_("Let somebody who has an account open exceptional accesses."))
@email_argument
@json_option
def add(email: str, as_json: bool) -> None:
    found = _named(email, is_operator=True)
    answer(found, [_("%(name)s may open an exceptional access.") % found], as_json=as_json)


@operator.command(help=_("Let somebody no longer open any; those that are open end."))
@email_argument
@json_option
def remove(email: str, as_json: bool) -> None:
    found = _named(email, is_operator=False)
    answer(found, [_("%(name)s may open no exceptional access any more.") % found], as_json=as_json)


@operator.command("list", help=_("List who may open exceptional accesses."))
@json_option
def list_(as_json: bool) -> None:
    with acting():
        from tess.identity.models import User

        people = User.objects.filter(is_operator=True).order_by("name", "email").values("name", "email")
        found = [dict(each) for each in people]
    lines = [f"{each['name']} <{each['email']}>" for each in found]
    answer(found, lines or [_("There is nobody there yet.")], as_json=as_json)


def _named(email: str, *, is_operator: bool) -> dict[str, object]:
    with acting() as actor:
        from tess.identity.domain.exceptional import name_operator
        from tess.identity.domain.queries import account_of

        person = account_of(email)
        if person is None:
            raise LocalError(
                _("%(email)s has no account yet.") % {"email": email},
                _("Make one first: tess member add."),
            )
        name_operator(person, is_operator=is_operator, actor=actor)
        return {"email": person.email, "name": person.name, "operator": is_operator}
