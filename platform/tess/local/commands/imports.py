"""`tess import calls` and `tess import relays`."""

import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tess.local.errors import LocalError
from tess.local.interface import Group, answer, json_option, progress
from tess.local.ready import acting, organisation_called
from tess.local.words import gettext as _

if TYPE_CHECKING:
    from tenants.telephony.domain.imports import Report

SHOWN_REFUSALS = 10

file_argument = click.argument("file", type=click.Path(path_type=Path), metavar=_("FILE"))
check_option = click.option("--check", is_flag=True, help=_("Say what it would do; write nothing."))


@click.group("import", cls=Group, help=_("Load files: a day's calls, the directory of relays."))
def imports() -> None:
    pass


@imports.command(help=_("Load a telephone system's file of calls into an organisation."))
@file_argument
@click.option("--organisation", "slug", required=True, metavar=_("SHORT-NAME"), help=_("Whose calls they are."))
@click.option("--profile", required=True, metavar=_("TEXT"), help=_("The saved way to read this system's files."))
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), metavar="AAAA-MM-JJ", help=_("The day, when the file doesn't say.")
)
@check_option
@json_option
def calls(*, file: Path, slug: str, profile: str, day: datetime | None, check: bool, as_json: bool) -> None:
    path = _existing(file)
    with acting() as actor:
        from tenants.telephony.domain import imports as telephony
        from tess.kernel.tenancy.db import connection

        verb = telephony.check if check else telephony.load
        with connection.acting_for(organisation_called(slug)):
            report = verb(path, profile, actor=actor, day=day.date() if day else None, progress=_lines_read())
            told = _told(report)
    answer({"checked_only": check, **asdict(report)}, told, as_json=as_json)


@imports.command(help=_("Load the national directory of relays."))
@file_argument
@check_option
@json_option
def relays(file: Path, check: bool, as_json: bool) -> None:
    path = _existing(file)
    with acting() as actor:
        from tenants.relays.domain import imports as directory

        if check:
            checked = directory.check(path)
            found: dict[str, Any] = {
                "readable": len(checked.services),
                "errors": [asdict(each) for each in checked.errors],
            }
            lines = [_("%(readable)s relays can be loaded.") % found]
        else:
            found = asdict(directory.load(path, actor=actor))
            lines = [_("%(created)s relays added, %(updated)s changed, %(unchanged)s unchanged.") % found]
    lines += [_("Line %(line)s refused: %(reason)s") % each for each in found["errors"]]
    answer(found, lines, as_json=as_json)


def _existing(file: Path) -> Path:
    if not file.is_file():
        raise LocalError(_("There is no file %(file)s.") % {"file": file}, _("Check its name and its folder."))
    return file.absolute()


def _lines_read() -> Callable[[int], None]:
    """Tell how far a long file is read, once a second."""
    told = time.monotonic()

    def tell(lines: int) -> None:
        nonlocal told
        if time.monotonic() - told >= 1:
            told = time.monotonic()
            progress(_("%(lines)s lines read") % {"lines": lines})

    return tell


def _told(report: "Report") -> list[str]:
    lines = [
        _("%(lines)s lines: %(added)s calls added, %(known)s already known, %(refused)s refused.") % asdict(report),
        _("%(answered)s of the calls in the file were answered.") % {"answered": report.answered},
    ]
    for refusal in report.refusals[:SHOWN_REFUSALS]:
        reason = refusal.reason.label
        lines.append(_("Line %(line)s refused: %(reason)s") % {"line": refusal.line_number, "reason": reason})
    if len(report.refusals) > SHOWN_REFUSALS:
        lines.append(_("… and %(count)s more.") % {"count": report.refused - SHOWN_REFUSALS})
    return lines
