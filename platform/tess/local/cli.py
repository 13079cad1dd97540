"""The `tess` command: what an operator does."""

import sys

import click

from tess.local.commands import backup, doctor, imports, member, operator, organisation, running
from tess.local.interface import Group, speak
from tess.local.words import gettext as _


@click.group(
    cls=Group,
    help=_("The back office of a collective of helplines: run it, look after it, move its data."),
    context_settings={"help_option_names": ["--help", "-h"]},
)
def tess() -> None:
    pass


for each in (running.up, running.demo, running.status, doctor.doctor, backup.backup, backup.restore):
    tess.add_command(each)
tess.add_command(organisation.organisation)
tess.add_command(member.member)
tess.add_command(operator.operator)
tess.add_command(imports.imports)


def main() -> int:
    """Where the `tess` script enters."""
    return speak(tess)


if __name__ == "__main__":
    sys.exit(main())
