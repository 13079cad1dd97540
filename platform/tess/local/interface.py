"""How the `tess` command speaks: French throughout (Click's own words too), exit codes, and `--json`.

Exit codes: 0 done; 1 refused or failed, with a sentence and a way out; 2 mistyped.
"""

import json
import sys
from collections.abc import Callable, Iterable
from typing import Any

import click

from tess.local.errors import LocalError
from tess.local.words import gettext as _

DONE, FAILED, MISTYPED, INTERRUPTED = 0, 1, 2, 130


class _French:
    """Click's headings and help option in the operator's language."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Show this help.")
        return option  # type: ignore[no-any-return]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Usage: "))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]  # type: ignore[attr-defined]
        rows = [row for row in (each.get_help_record(ctx) for each in options) if row]
        rows = [(name, text.replace("[required]", _("[required]"))) for name, text in rows]
        with formatter.section(_("Options")):
            formatter.write_dl(rows)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


class Command(_French, click.Command):
    """A command."""


class Group(_French, click.Group):
    """A group of commands."""

    command_class = Command

    def __init__(self, *arguments: Any, **named: Any) -> None:
        named.setdefault("subcommand_metavar", _("COMMAND [ARGUMENTS]…"))
        super().__init__(*arguments, **named)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        names = self.list_commands(ctx)
        commands = [(name, self.get_command(ctx, name)) for name in names]
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, each.get_short_help_str(100)) for name, each in commands if each])


Group.group_class = Group


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The `--json` every command has; it arrives as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help=_("Answer in JSON, for a program."))(command)


def answer(data: Any, lines: Iterable[str], *, as_json: bool) -> None:
    """What a command found: `data` for a program, `lines` for a person."""
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, default=str))
    else:
        for line in lines:
            click.echo(line)


def progress(sentence: str) -> None:
    """A step, told apart from the answer so that a program may read the answer alone."""
    click.echo(f"· {sentence}", err=True)


def speak(entry: click.Group, arguments: list[str] | None = None) -> int:
    """Run the command line `entry` and turn what goes wrong into a sentence and an exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    as_json = "--json" in words
    try:
        code = entry.main(words, prog_name="tess", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return MISTYPED
    except click.UsageError as error:
        _complain(*_mistyped(error), code=MISTYPED, as_json=as_json)
        return MISTYPED
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except LocalError as error:
        _complain(error.sentence, error.way_out, code=FAILED, as_json=as_json)
        return FAILED
    except Exception as error:
        sentence = _refusal(error)
        if sentence is None:
            raise
        _complain(sentence, "", code=FAILED, as_json=as_json)
        return FAILED
    return code if isinstance(code, int) else DONE


def _refusal(error: Exception) -> str | None:
    """The sentence of an error the domain foresees; None for any other, which must be seen whole.

    Known by name: importing the classes to compare would cost every command the second Django takes.
    """
    names = {each.__name__ for each in type(error).__mro__}
    if "DomainError" in names:
        return str(error)
    foreseen = {
        "ProgramFailed": _("PostgreSQL's programs refused: %(what)s"),
        "RestoreDiffers": _("What came back is not what was backed up: %(what)s"),
        "StillThere": _("Something of it is left: %(what)s. Run the command again."),
        "CloneDiffers": _("The new schema is not what the template is (%(what)s); nothing was kept."),
        "KeyMissing": _("The key of the organisation %(what)s is missing."),
        "InvalidTag": _("This machine's master key is not the one these keys were made with."),
        "MissingSetting": _("A setting is missing: %(what)s"),
        "OperationalError": _("The database doesn't answer: %(what)s"),
    }
    for name, sentence in foreseen.items():
        if name in names:
            return sentence % {"what": str(error).strip().splitlines()[0] if str(error).strip() else ""}
    return None


def _complain(sentence: str, way_out: str, *, code: int, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"error": sentence, "way_out": way_out, "code": code}, ensure_ascii=False))
        return
    click.echo(sentence, err=True)
    if way_out:
        click.echo(f"→ {way_out}", err=True)


def _mistyped(error: click.UsageError) -> tuple[str, str]:
    name = getattr(getattr(error, "param", None), "human_readable_name", "")
    path = error.ctx.command_path if error.ctx else "tess"
    help_line = _("See: %(command)s --help") % {"command": path}
    if isinstance(error, click.NoSuchOption):
        return _("There is no option %(option)s.") % {"option": error.option_name}, help_line
    if isinstance(error, click.MissingParameter):
        return _("Something is missing: %(what)s.") % {"what": name}, help_line
    if isinstance(error, click.BadParameter):
        return _("This doesn't fit %(what)s.") % {"what": name}, help_line
    return _("This command is not understood."), help_line
