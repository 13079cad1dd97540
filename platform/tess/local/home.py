"""Where the embedded default keeps everything (`.tess/`), its secrets, and the settings it hands to Django."""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tess.local.errors import LocalError
from tess.local.postgres import Cluster
from tess.local.words import gettext as _

PROJECT = Path(__file__).resolve().parents[3]
DATABASE = "tess"
COLLECTIVE_HOST = "tess.localhost"
PORT = 8000
LONGEST_SOCKET = 107
PRIVATE = ("secrets", "keys", "logs", "redis", "broker", "cache", "imports", "media", "mail", "static")


def default_folder() -> Path:
    """`TESS_HOME`, else `.tess` in the project (in the current folder when the package was installed elsewhere)."""
    project = PROJECT if (PROJECT / "manage.py").exists() else Path.cwd()
    return Path(os.environ.get("TESS_HOME") or project / ".tess").absolute()


@dataclass(frozen=True)
class Home:
    """The folder of one embedded installation."""

    folder: Path

    @property
    def logs(self) -> Path:
        """One log a process."""
        return self.folder / "logs"

    @property
    def redis(self) -> Path:
        """The embedded broker's append-only file."""
        return self.folder / "redis"

    def cluster(self, *, tied: bool = False) -> Cluster:
        """The embedded PostgreSQL."""
        return Cluster(self.folder / "postgres", tied=tied)

    def prepare(self) -> None:
        """Make the folders and, once, the secrets. Raises LocalError when the folder can't be written."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            # The server's own account only passes through to its folder; mail, files and keys are nobody else's.
            self.folder.chmod(0o711)
            for name in PRIVATE:
                (self.folder / name).mkdir(mode=0o700, exist_ok=True)
            self._refuse_lost_master_key()
            self._secret("secret_key", secrets.token_urlsafe(50))
            self._secret("master.key", secrets.token_hex(32))
        except PermissionError as error:
            raise LocalError(
                _("%(folder)s can't be written by this account.") % {"folder": self.folder},
                _("Start as the account that made it, or choose another folder: TESS_HOME=~/.tess make demo"),
            ) from error

    def _refuse_lost_master_key(self) -> None:
        """A new master key beside old organisations' keys would make all they protect unreadable, silently."""
        master = self.folder / "secrets" / "master.key"
        if not master.exists() and any((self.folder / "keys").glob("*.key")):
            raise LocalError(
                _("The master key %(file)s is missing, and organisations' keys need it.") % {"file": master},
                _("Put it back from its backup; without it their protected notes can't be read again."),
            )

    def _secret(self, name: str, value: str) -> None:
        """Write a secret once, whole or not at all, readable by its owner alone."""
        path = self.folder / "secrets" / name
        if path.exists():
            return
        partial = path.with_suffix(".unfinished")
        partial.unlink(missing_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(value)
            out.flush()
            os.fsync(out.fileno())
        partial.rename(path)

    def environment(self, *, port: int, redis_url: str | None) -> dict[str, str]:
        """The variables `tess.config` reads. What the operator already set wins, except where the data stands."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        cluster = self.cluster()
        defaults = {
            "DJANGO_SETTINGS_MODULE": "tess.config.settings.demo",
            "DATABASE_URL": cluster.url("tess_app", DATABASE),
            "OWNER_DATABASE_URL": cluster.url("tess_owner", DATABASE),
            "TESS_SECRET_KEY": (self.folder / "secrets" / "secret_key").read_text(),
            "TESS_MASTER_KEY_FILE": str(self.folder / "secrets" / "master.key"),
            "TESS_KEYS_DIR": str(self.folder / "keys"),
            "TESS_COLLECTIVE_HOST": COLLECTIVE_HOST,
            "TESS_MEDIA_DIR": str(self.folder / "media"),
            "TESS_MAIL_DIR": str(self.folder / "mail"),
            "TESS_STATIC_DIR": str(self.folder / "static"),
        }
        here = {"TESS_HOME": str(self.folder), "TESS_PORT": str(port)}
        broker = {"REDIS_URL": redis_url} if redis_url else {}
        return {**defaults, **kept, **here, **broker}

    def socket(self, name: str) -> Path:
        """Where a process may put its unix socket: here, or in a short private folder when the path is too long."""
        beside = self.folder / name / "socket"
        if len(os.fsencode(beside)) < LONGEST_SOCKET:
            return beside
        short = Path("/tmp") / f"tess-{hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]}"  # noqa: S108
        short.mkdir(mode=0o700, exist_ok=True)
        standing = short.lstat()
        if stat.S_ISLNK(standing.st_mode) or standing.st_uid != os.geteuid():
            raise LocalError(
                _("The socket's folder %(folder)s belongs to somebody else.") % {"folder": short},
                _("Remove it, or move the project to a shorter path."),
            )
        return short / name

    # One supervisor at a time

    @contextlib.contextmanager
    def held(self, *, port: int) -> Iterator[None]:
        """Hold this folder while it runs. Raises LocalError, saying where, when another process holds it."""
        with (self.folder / "running.json").open("a+") as file:
            if not _locked(file):
                raise already_running(self.running())
            file.truncate(0)
            json.dump({"pid": os.getpid(), "port": port, "address": f"http://{COLLECTIVE_HOST}:{port}/"}, file)
            file.flush()
            yield
            file.truncate(0)

    def running(self) -> dict[str, object] | None:
        """What runs here: `{"pid", "port", "address"}`; None when nothing holds the folder."""
        path = self.folder / "running.json"
        if not path.exists():
            return None
        with path.open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                with contextlib.suppress(ValueError):
                    return dict(json.load(file))
                return {}
        return None


def given_databases() -> bool:
    """Whether the operator named their own databases. Raises LocalError when only one address of the two is there."""
    named = [name for name in ("DATABASE_URL", "OWNER_DATABASE_URL") if os.environ.get(name)]
    if len(named) == 1:
        raise LocalError(
            _("Only %(name)s is set: one address serves and the other migrates, both are needed.") % {"name": named[0]},
            _("Set both DATABASE_URL and OWNER_DATABASE_URL, or neither to use the embedded PostgreSQL."),
        )
    return bool(named)


def _locked(file: IO[str]) -> bool:
    """Take the lock; a few tries, because `running()` holds it for an instant to look."""
    for _attempt in range(5):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.05)
        else:
            return True
    return False


def already_running(found: dict[str, object] | None) -> LocalError:
    """The refusal to start twice."""
    place = found or {}
    return LocalError(
        _("TeSS already runs from this folder: %(address)s (process %(pid)s).")
        % {"address": place.get("address", "…"), "pid": place.get("pid", "…")},
        _("Open that address, or stop it with Ctrl-C where it was started."),
    )
