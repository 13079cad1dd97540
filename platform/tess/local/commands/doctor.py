"""`tess doctor`: what this machine lacks, each with a way out."""

from dataclasses import asdict

import click

from tess.local.checks import findings
from tess.local.commands.running import port_option
from tess.local.home import Home, default_folder
from tess.local.interface import FAILED, Command, answer, json_option
from tess.local.words import gettext as _


@click.command(cls=Command, help=_("Look at what this machine lacks to run TeSS, and say how to mend it."))
@port_option
@json_option
@click.pass_context
def doctor(ctx: click.Context, port: int, as_json: bool) -> None:
    found = list(findings(Home(default_folder()), port=port))
    width = max(len(each.subject) for each in found)
    lines = []
    for each in found:
        mark = "✓" if each.well else "✗" if each.grave else "–"
        lines.append(f"{mark} {each.subject.ljust(width)}  {each.sentence}")
        if not each.well:
            lines.append(f"  {' ' * width}  → {each.way_out}")
    grave = [each for each in found if not each.well and each.grave]
    lines.append("")
    lines.append(_("TeSS can't start here yet.") if grave else _("TeSS can start here."))
    answer([{**asdict(each), "well": each.well} for each in found], lines, as_json=as_json)
    if grave:
        ctx.exit(FAILED)
