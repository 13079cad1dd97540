"""Postgres' client programs: where they are, and how they are told which database they work on."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connections
from django.utils.translation import gettext as _

from tess.kernel.errors import DomainError
from tess.kernel.tenancy.names import OWNER_ALIAS

if TYPE_CHECKING:
    from collections.abc import Sequence

_DEBIAN = Path("/usr/lib/postgresql")


class ProgramFailed(Exception):
    """pg_dump or pg_restore gave up; the message is what it said last."""


def run(program: str, *arguments: str, database: str | None = None, folder: Path | None = None) -> str:
    """Run a program as the owner, in the owner's database or another of the same server; returns what it printed.

    `folder` holds the programs; otherwise PATH, then Debian's newest. Raises DomainError when the program is missing,
    ProgramFailed when it refuses.
    """
    owner = connections[OWNER_ALIAS].settings_dict
    wanted = {
        "PGHOST": owner["HOST"],
        "PGPORT": str(owner["PORT"]),
        "PGUSER": owner["USER"],
        "PGPASSWORD": owner["PASSWORD"],  # in the environment: a command line can be read by everybody
        "PGDATABASE": database or owner["NAME"],
        "LC_ALL": "C.UTF-8",
    }
    environment = {**os.environ, **{name: value for name, value in wanted.items() if value}}
    done = subprocess.run(
        [_find(program, folder), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ProgramFailed(f"{program}: {_last(done.stderr.splitlines())}")
    return done.stdout


def _find(program: str, folder: Path | None) -> str:
    if folder is not None:
        return str(folder / program)
    newest = sorted(_DEBIAN.glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]), reverse=True)
    # Debian's own pg_dump in PATH is a wrapper that may choose an older version than the server's
    found = str(newest[0]) if newest else shutil.which(program)
    if found is None:
        raise DomainError(_("%(program)s is not installed (Debian: postgresql-client).") % {"program": program})
    return found


def _last(lines: Sequence[str]) -> str:
    telling = [line for line in lines if "error:" in line or "ERROR:" in line] or list(lines)
    return telling[0] if telling else "it gave no reason"
