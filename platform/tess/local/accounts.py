"""Who runs what: PostgreSQL refuses to run as root, so root lends it an unprivileged account."""

import ctypes
import os
import pwd
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tess.local.errors import LocalError
from tess.local.words import gettext as _

PR_SET_PDEATHSIG = 1
CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A system account a child process runs as."""

    name: str
    uid: int
    gid: int

    def owns(self, folder: Path) -> None:
        """Give `folder` itself (not what is in it) to this account."""
        os.chown(folder, self.uid, self.gid)

    def may_enter(self, folder: Path) -> bool:
        """Whether every parent of `folder` lets this account through (asked of the system, not guessed from modes)."""
        asked = subprocess.run(["test", "-x", str(folder)], cwd="/", check=False, **self.process_options())
        return asked.returncode == 0

    def process_options(self) -> dict[str, Any]:
        """Keyword arguments of `subprocess` that make a child run as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_account(data: Path) -> Account | None:
    """The account the database server runs as: None for the current user, who isn't root.

    Root keeps the owner of an existing data folder, so that a folder made by a user still opens.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat().st_uid) != 0:
        return _account(pwd.getpwuid(owner)) if _known(owner) else Account(str(owner), owner, data.stat().st_gid)
    for name in CANDIDATES:
        try:
            return _account(pwd.getpwnam(name))
        except KeyError:
            continue
    raise LocalError(
        _("PostgreSQL refuses to run as root and no unprivileged account was found."),
        _("Create one (adduser --system postgres) or start as a normal user."),
    )


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _known(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def die_with_parent(sent: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` asking the kernel to send `sent` to the child when its parent dies, even killed.

    It runs after the change of user (which would clear the request). Linux only; elsewhere it does nothing.
    """
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except (AttributeError, OSError):
        return lambda: None
    return lambda: prctl(PR_SET_PDEATHSIG, sent)
