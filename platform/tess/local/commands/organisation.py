"""`tess organisation …`: the member organisations, for who looks after the installation."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from tess.local.home import Home, default_folder
from tess.local.interface import Group, answer, json_option, progress
from tess.local.ready import django_ready
from tess.local.words import gettext as _

if TYPE_CHECKING:
    from tenants.organisations.models import Organisation
    from tess.kernel.actor import Actor


@click.group(cls=Group, help=_("The member organisations: make, list, suspend, export, erase."))
def organisation() -> None:
    pass


@contextmanager
def _acting() -> "Iterator[Actor]":
    """Django ready, and the actor the audit will name."""
    with django_ready(Home(default_folder())):
        from tess.kernel.actor import Actor

        yield Actor.system("operator")


def _told(found: "Organisation") -> dict[str, str]:
    return {"slug": found.slug, "name": found.name, "state": found.state, "address": found.url()}


@organisation.command(help=_("Make an organisation: its host, its schema, its key."))
@click.argument("slug")
@click.argument("name")
@json_option
def create(slug: str, name: str, as_json: bool) -> None:
    with _acting() as actor:
        from tenants.organisations.domain.provisioning import create_organisation

        progress(_("Making %(name)s") % {"name": name})
        made = _told(create_organisation(name=name, slug=slug, actor=actor))
    answer(made, [_("%(name)s is ready at %(address)s") % made], as_json=as_json)


@organisation.command("list", help=_("List the organisations and their state."))
@json_option
def list_(as_json: bool) -> None:
    with _acting():
        from tenants.organisations.models import Organisation

        found = [(_told(each), each.get_state_display()) for each in Organisation.objects.order_by("slug")]
    width = max((len(each["slug"]) for each, _state in found), default=0)
    lines = [f"{each['slug'].ljust(width)}  {each['name']} ({state})  {each['address']}" for each, state in found]
    answer([each for each, _state in found], lines or [_("There is no organisation yet.")], as_json=as_json)
