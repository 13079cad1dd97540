"""Finding the PostgreSQL server's programs (15 or later) already on the machine."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tess.local.errors import LocalError
from tess.local.words import gettext as _

OLDEST_MAJOR = 15
DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """The programs of one major version."""

    major: int
    folder: Path

    def program(self, name: str) -> str:
        """Path of a program such as `pg_ctl`."""
        return str(self.folder / name)


def installed() -> list[Binaries]:
    """Usable server programs, newest major first, those of PATH before Debian's."""
    found: dict[int, Binaries] = {}
    for folder in _folders():
        if not all(os.access(folder / program, os.X_OK) for program in ("initdb", "pg_ctl", "postgres")):
            continue
        version = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
        if match := re.search(r"(\d+)", version):
            found.setdefault(int(match[1]), Binaries(int(match[1]), folder))
    return sorted((each for each in found.values() if each.major >= OLDEST_MAJOR), key=lambda each: -each.major)


def _folders() -> list[Path]:
    on_path = [Path(shutil.which("pg_ctl") or "/nowhere").resolve().parent]
    return on_path + sorted(DEBIAN.glob("*/bin"), reverse=True)


def choose(data: Path) -> Binaries:
    """The programs to use for a data folder: those of the major version that wrote it, else the newest.

    Raises LocalError when PostgreSQL is missing or the folder belongs to a version that isn't installed.
    """
    available = installed()
    if not available:
        raise LocalError(
            _("PostgreSQL %(oldest)s or later is not installed.") % {"oldest": OLDEST_MAJOR},
            _("Type: make system"),
        )
    recorded = data / "PG_VERSION"
    if not recorded.exists():
        return available[0]
    written_by = recorded.read_text().strip()
    for each in available:
        if str(each.major) == written_by:
            return each
    raise LocalError(
        _(
            "The data in %(folder)s was written by PostgreSQL %(written)s; this machine has %(have)s. "
            "Nothing was touched."
        )
        % {"folder": data, "written": written_by, "have": ", ".join(str(each.major) for each in available)},
        _(
            "Install that version (apt-get install postgresql-%(written)s) to find your data again, "
            "or put it aside to start afresh: mv %(folder)s %(folder)s.%(written)s"
        )
        % {"folder": data, "written": written_by},
    )
