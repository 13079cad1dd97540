"""What must hold before TeSS can start here; `tess doctor` shows all of it, `tess up` stops at the first refusal."""

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tess.local import binaries
from tess.local.errors import LocalError
from tess.local.home import Home
from tess.local.words import gettext as _

OLDEST_PYTHON = (3, 11)
# A first run writes about 250 MB (server, template, demonstration); below this Postgres itself is at risk.
FIRST_RUN_BYTES = 600_000_000
LATER_BYTES = 100_000_000
MEGABYTE = 1_000_000
# Postgres asks for its journal 16 MB at a time: refused, it leaves up to that free.
FULL_BYTES = 20 * MEGABYTE


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `way_out` is empty when all is well; `grave` is false for what one can do without."""

    subject: str
    sentence: str
    way_out: str = ""
    grave: bool = True

    @property
    def well(self) -> bool:
        """Whether nothing is to be done."""
        return not self.way_out


def findings(home: Home, *, port: int) -> Iterator[Finding]:
    """Everything `tess doctor` looks at, in the order a start needs it."""
    yield python()
    yield from packages(home)
    yield _asked(_("Data"), lambda: data(home))
    yield _asked(_("Folder"), lambda: permissions(home))
    yield _asked(_("Disk"), lambda: disk(home))
    yield _asked(_("Port"), lambda: free_port(home, port))


def _asked(subject: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(subject, check())
    except LocalError as error:
        return Finding(subject, error.sentence, error.way_out)


def python() -> Finding:
    """The Python that runs this."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < OLDEST_PYTHON:
        return Finding("Python", _("Python %(version)s is too old.") % {"version": version}, _("Type: make system"))
    return Finding("Python", version)


def packages(home: Home) -> Iterator[Finding]:
    """The programs Debian provides."""
    servers = binaries.installed()
    if servers:
        yield Finding("PostgreSQL", ", ".join(f"{each.major} ({each.folder})" for each in servers))
    else:
        yield Finding(
            "PostgreSQL",
            _("PostgreSQL %(oldest)s or later is not installed.") % {"oldest": binaries.OLDEST_MAJOR},
            _("Type: make system"),
        )
    yield _program("gettext", ["msgfmt"], _("The translations can't be prepared without it."), grave=True)
    without = _("Without it, tasks go through files in %(folder)s, more slowly.") % {"folder": home.folder / "broker"}
    yield _program("Redis", ["redis-server"], without, grave=False)
    yield _program("Chromium", ["chromium-headless-shell", "chromium"], _("Only the tests need it."), grave=False)
    pango = any(Path("/usr/lib").glob("*/libpangoft2-1.0.so.0"))
    yield (
        Finding("Pango", _("installed"))
        if pango
        else Finding(
            "Pango", _("Pango is not installed. Only printed documents need it."), _("Type: make system"), grave=False
        )
    )


def _program(subject: str, programs: list[str], need: str, *, grave: bool) -> Finding:
    found = next(filter(None, map(shutil.which, programs)), None)
    if found:
        return Finding(subject, found)
    missing = _("%(program)s is not installed.") % {"program": subject}
    return Finding(subject, f"{missing} {need}", _("Type: make system"), grave=grave)


def data(home: Home) -> str:
    """The data folder's version against the servers installed."""
    folder = home.cluster().data
    if not folder.exists():
        return _("no data yet")
    return _("written by PostgreSQL %(major)s, found here") % {"major": binaries.choose(folder).major}


def permissions(home: Home) -> str:
    """Whether this account can write where everything is kept."""
    nearest = next(each for each in (home.folder, *home.folder.parents) if each.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise LocalError(
            _("%(folder)s can't be written by this account.") % {"folder": nearest},
            _("Start as the account that made it, or choose another folder: TESS_HOME=~/.tess make demo"),
        )
    return str(home.folder)


def disk(home: Home) -> str:
    """Whether there is room to start. Nothing is written when there isn't."""
    cluster = home.cluster()
    needed = LATER_BYTES if cluster.data.exists() else FIRST_RUN_BYTES
    nearest = next(each for each in (cluster.home, *cluster.home.parents) if each.exists())
    free = shutil.disk_usage(nearest).free
    if free < needed:
        raise LocalError(
            _("The disk that holds %(folder)s has %(free)s MB left; starting needs %(needed)s MB.")
            % {"folder": home.folder, "free": free // MEGABYTE, "needed": needed // MEGABYTE},
            _("Free some space, then start again: your data is kept."),
        )
    return _("%(free)s MB free") % {"free": free // MEGABYTE}


def refuse_full(home: Home) -> None:
    """Raise LocalError when the disk is full now."""
    for folder in (home.folder, home.cluster().home):
        if folder.exists() and shutil.disk_usage(folder).free < FULL_BYTES:
            raise full(home)


def full(home: Home) -> LocalError:
    """What to say of a full disk."""
    return LocalError(
        _("The disk that holds %(folder)s is full.") % {"folder": home.folder},
        _("Free some space, then start again: your data is kept."),
    )


def free_port(home: Home, port: int) -> str:
    """Whether the web server can listen; what TeSS itself listens on doesn't count as taken."""
    running = home.running()
    if running and running.get("port") == port:
        return _("%(port)s, where TeSS runs") % {"port": port}
    refuse_taken(port)
    return _("%(port)s is free") % {"port": port}


def refuse_taken(port: int) -> None:
    """Raise LocalError when nothing may listen on `port` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            reason = _("Port %(port)s is reserved to the system.")
        except OSError:
            reason = _("Port %(port)s is taken by another program.")
        else:
            return
    raise LocalError(reason % {"port": port}, _("Choose another: make demo PORT=%(port)s") % {"port": port + 1})
