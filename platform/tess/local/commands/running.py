"""`tess up`, `tess demo`, `tess status`."""

import json
from typing import Any

import click

from tess.local.home import PORT, Home, default_folder
from tess.local.interface import FAILED, Command, answer, json_option, progress
from tess.local.supervisor import Supervisor
from tess.local.words import gettext as _


class _Port(click.IntRange):
    """A port number; its bounds go without saying in the help."""

    def _describe_range(self) -> str:
        return ""


port_option = click.option(
    "--port",
    type=_Port(1, 65535),
    default=PORT,
    envvar="TESS_PORT",
    metavar=_("NUMBER"),
    help=_("The port pages are served on (8000)."),
)


@click.command(cls=Command, help=_("Start everything here and stay until Ctrl-C."))
@port_option
@json_option
def up(port: int, as_json: bool) -> None:
    _run(port, demo=False, as_json=as_json)


@click.command(cls=Command, help=_("Like up, with an invented collective at work."))
@port_option
@json_option
def demo(port: int, as_json: bool) -> None:
    _run(port, demo=True, as_json=as_json)


def _run(port: int, *, demo: bool, as_json: bool) -> None:
    home = Home(default_folder())

    def ready(found: dict[str, Any]) -> None:
        if as_json:
            click.echo(json.dumps(found, ensure_ascii=False))
            return
        click.echo()
        click.echo(_("The collective answers at %(address)s") % found)
        if found.get("sign_ins"):
            _show_sign_ins(found)
        click.echo()
        click.echo(_("Ready in %(seconds)s s. Ctrl-C stops everything.") % found)

    Supervisor(home, port=port, demo=demo, say=progress).run(ready)


def _show_sign_ins(found: dict[str, Any]) -> None:
    """Every place with its address; who may sign in where, told once when the next places have the same roles."""
    places: dict[str, list[dict[str, str]]] = {}
    for each in found["sign_ins"]:
        places.setdefault(each["place"], []).append(each)
    width = max(len(each["who"]) for each in found["sign_ins"])
    told: list[str] = []
    for place, accounts in places.items():
        click.echo(f"\n{place}  {accounts[0]['address']}")
        domain = accounts[0]["email"].partition("@")[2]
        names = " ".join(each["email"].partition("@")[0] for each in accounts)
        if names in told:
            click.echo("  " + _("the same roles, at %(domain)s") % {"domain": f"@{domain}"})
            continue
        told.append(names)
        for each in accounts:
            click.echo(f"  {each['who'].ljust(width)}  {each['email']}")
    click.echo("\n" + _("Every password is %(password)s") % found)
    click.echo(_("The page that asks for a code says which one to type."))


@click.command(cls=Command, help=_("Say whether TeSS runs from this folder, and where."))
@json_option
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    home = Home(default_folder())
    found = home.running()
    if found is None:
        sentence = _("TeSS is stopped here (%(folder)s).") % {"folder": home.folder}
        answer({"running": False, "folder": home.folder}, [sentence], as_json=as_json)
        ctx.exit(FAILED)
    sentence = _("TeSS runs at %(address)s (process %(pid)s).") % found
    answer({"running": True, "folder": home.folder, **found}, [sentence], as_json=as_json)
