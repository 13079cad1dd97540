"""`tess backup` and `tess restore`."""

import json
import shutil
from pathlib import Path
from typing import Any

import click

from tess.local.errors import LocalError
from tess.local.home import Home, default_folder, given_databases
from tess.local.interface import Command, answer, json_option, progress
from tess.local.ready import acting, django_ready, organisation_called, programs
from tess.local.words import gettext as _

folder_argument = click.argument("folder", type=click.Path(path_type=Path), metavar=_("FOLDER"))


@click.command(cls=Command, help=_("Back up everything, or one organisation, into a new folder."))
@folder_argument
@click.option("--organisation", "slug", metavar=_("SHORT-NAME"), help=_("Only this organisation."))
@json_option
def backup(folder: Path, slug: str | None, as_json: bool) -> None:
    target = folder.absolute()
    with acting():
        from tenants.organisations.domain import backups

        where = programs()
        if slug:
            made = backups.back_up_organisation(organisation_called(slug), target, progress=progress, programs=where)
        else:
            made = backups.back_up_all(target, progress=progress, programs=where)
    lines = [
        _("Backed up in %(folder)s, with a checksum for each table.") % {"folder": target},
        _("Keep %(keys)s and the master key apart from it.") % {"keys": target / "keys"},
    ]
    answer({"folder": str(target), **made}, lines, as_json=as_json)


@click.command(cls=Command, help=_("Restore a backup: everything into an empty database, or one organisation."))
@folder_argument
@click.option(
    "--as", "slug", metavar=_("SHORT-NAME"), help=_("Restore an organisation beside the others, under this short name.")
)
@click.option("--name", metavar=_("TEXT"), help=_("Its name there."))
@click.option("--move-aside", is_flag=True, help=_("Put what stands there aside first."))
@click.option(
    "--master-key",
    metavar=_("FILE"),
    type=click.Path(path_type=Path),
    help=_("The master key of the time, when this machine has none yet."),
)
@json_option
def restore(
    *, folder: Path, slug: str | None, name: str | None, move_aside: bool, master_key: Path | None, as_json: bool
) -> None:
    source = folder.absolute()
    if _kind(source) == "all":
        found = _restore_all(source, master_key)
        lines = [_("Everything is restored; each table is what it was.")]
    else:
        found = _restore_one(source, slug, name, move_aside=move_aside)
        lines = [_("%(name)s is restored at %(address)s; each table is what it was.") % found]
    answer(found, lines, as_json=as_json)


def _kind(folder: Path) -> str:
    try:
        return str(json.loads((folder / "manifest.json").read_text())["kind"])
    except (OSError, ValueError, KeyError, TypeError):
        raise LocalError(
            _("%(folder)s is not a backup: it has no readable manifest.") % {"folder": folder},
            _("Give the folder that “tess backup” made."),
        ) from None


def _restore_all(folder: Path, master_key: Path | None) -> dict[str, Any]:
    home = Home(default_folder())
    if not given_databases():
        _place_master_key(home, master_key)
    with django_ready(home, empty=True):
        from tenants.organisations.domain.backups import restore_all

        return restore_all(folder, progress=progress, programs=programs())


def _place_master_key(home: Home, master_key: Path | None) -> None:
    """A new home would invent a master key, which opens none of the keys of the backup."""
    standing = home.folder / "secrets" / "master.key"
    if standing.exists():
        return
    if master_key is None or not master_key.is_file():
        raise LocalError(
            _("This machine has no master key, and the keys in the backup open only with the one of the time."),
            _("Give it: tess restore … --master-key FILE"),
        )
    standing.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copyfile(master_key, standing)
    standing.chmod(0o600)


def _restore_one(folder: Path, slug: str | None, name: str | None, *, move_aside: bool) -> dict[str, Any]:
    with acting() as actor:
        from tenants.organisations.domain import backups

        if slug:
            found = backups.restore_organisation_as(
                folder, slug=slug, name=name or slug, actor=actor, progress=progress, programs=programs()
            )
        else:
            found = backups.restore_organisation(
                folder, actor=actor, move_aside=move_aside, progress=progress, programs=programs()
            )
        return {"slug": found.slug, "name": found.name, "address": found.url()}
