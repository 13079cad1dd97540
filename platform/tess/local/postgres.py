"""An embedded PostgreSQL in a folder: a unix socket only one account can reach, no TCP, never as root."""

import fcntl
import hashlib
import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg2

from tess.local import binaries, roles
from tess.local.accounts import Account, die_with_parent, server_account
from tess.local.errors import LocalError
from tess.local.words import gettext as _

SUPERUSER = "postgres"
PORT = 5432  # only a part of the socket's name
# The kernel's limit for a socket's address, less "/.s.PGSQL.5432" and the final zero.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")
START_SECONDS = 60

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    # Whole-database dumps lock every table of every organisation at once.
    "max_locks_per_transaction": "256",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    # A failing statement and the row it fails on hold addresses and notes: the log says which error, and no value.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FAST_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Cluster:
    """One embedded server and its data, all in `folder`.

    `fast` gives up surviving a power cut (tests only). `tied` makes the server stop when this process dies.
    """

    def __init__(self, folder: Path, *, fast: bool = False, tied: bool = False) -> None:
        self.folder = folder.absolute()
        self.fast = fast
        self.tied = tied
        self._child: subprocess.Popen[bytes] | None = None

    # Where things stand

    @property
    def home(self) -> Path:
        """Where the data really is: `folder`, or where its `elsewhere` link points (see `_choose_home`)."""
        link = self.folder / "elsewhere"
        return link.resolve() if link.is_symlink() else self.folder

    @property
    def data(self) -> Path:
        """The server's data folder."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "server.log"

    @property
    def socket_folder(self) -> Path:
        """The 0700 folder of the socket: beside the data, or a short one in /tmp when that path is too long."""
        beside = self.home / "socket"
        if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER:
            return beside
        return Path("/tmp") / f"tess-{hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]}"  # noqa: S108

    def url(self, user: str, database: str) -> str:
        """Connection address of a role in a database of this cluster."""
        return f"postgresql://{quote(user)}@/{quote(database)}?host={quote(str(self.socket_folder), safe='')}"

    # Life

    def ensure(self) -> None:
        """Make the cluster if absent, start it if stopped, give it its roles. Harmless when already done."""
        with self._alone():
            self._make()
            self._start()
            with closing(self.connect(SUPERUSER, "postgres")) as superuser:
                roles.install_roles(superuser)

    def start(self) -> None:
        """Start the server of an existing cluster; nothing when it runs."""
        with self._alone():
            self._start()

    def stop(self) -> None:
        """Stop the server, cutting open sessions; nothing when it doesn't run."""
        if self.running():
            self._control("stop", "-m", "fast", "-w", "-t", str(START_SECONDS))
        if self._child is not None:
            self._child.wait()
            self._child = None

    def running(self) -> bool:
        """Whether this cluster's server is up."""
        return (self.data / "postmaster.pid").exists() and self._control("status", check=False).returncode == 0

    def alive(self) -> bool:
        """Whether the server still lives; costs nothing, so it can be asked often."""
        return self._child.poll() is None if self._child else (self.data / "postmaster.pid").exists()

    def remove(self) -> None:
        """Stop the server and delete everything, wherever it stands."""
        if (self.data / "PG_VERSION").exists():
            self.stop()
        for each in (self.socket_folder, self.home, self.folder):
            shutil.rmtree(each, ignore_errors=True)

    def create_database(self, name: str) -> None:
        """A database owned by `tess_owner` with its extensions in the schema `ext`; harmless when it exists."""
        with closing(self.connect(SUPERUSER, "postgres")) as superuser:
            roles.install_database(superuser, name)
        with closing(self.connect("tess_owner", name)) as owner:
            roles.install_extensions(owner)

    def connect(self, user: str, database: str) -> "psycopg2.extensions.connection":
        """An autocommit connection as `user`."""
        connection = psycopg2.connect(host=str(self.socket_folder), port=PORT, user=user, dbname=database)
        connection.autocommit = True
        return connection

    # Steps

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time makes or starts a cluster."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / "lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        except PermissionError as error:
            raise LocalError(
                _("%(folder)s belongs to somebody else and can't be written here.") % {"folder": self.folder},
                _("Start as the account that made it, or give it to yourself: sudo chown -R $(id -u) %(folder)s")
                % {"folder": self.folder},
            ) from error

    def _make(self) -> None:
        """initdb, built beside and put in place by a rename: killed half-way, it leaves no half-made data folder."""
        if self.data.exists():
            binaries.choose(self.data)
            return
        chosen = binaries.choose(self.data)
        account = server_account(self.data)
        self._choose_home(account)
        unfinished = self.home / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        options = ["--username", SUPERUSER, "--encoding", "UTF8", "--locale", "C.UTF-8"]
        options += ["--auth-local", "trust", "--auth-host", "reject"]
        options += ["--no-sync"] if self.fast else []
        made = self._as(account, [chosen.program("initdb"), "--pgdata", str(unfinished), *options], check=False)
        if made.returncode:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise self._failure(_("PostgreSQL could not make its data folder"), made.stderr)
        unfinished.rename(self.data)

    def _choose_home(self, account: Account | None) -> None:
        """Give the account a folder it can reach.

        Under root's own home (0700) no other account may pass: the data then stands in /var/lib/tess,
        and a link in `folder` says where.
        """
        if account is None:
            self.folder.chmod(0o700)
            return
        account.owns(self.folder)
        self.folder.chmod(0o700)
        if account.may_enter(self.folder):
            return
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        elsewhere = Path("/var/lib/tess") / name
        elsewhere.mkdir(parents=True, exist_ok=True)
        account.owns(elsewhere)
        elsewhere.chmod(0o700)
        (self.folder / "elsewhere").unlink(missing_ok=True)
        (self.folder / "elsewhere").symlink_to(elsewhere)

    def _start(self) -> None:
        if self.running():
            return
        account = server_account(self.data)
        self._prepare_socket_folder(account)
        settings = {**SETTINGS, **(FAST_SETTINGS if self.fast else {})}
        options = ["-k", str(self.socket_folder), "-p", str(PORT)]
        options += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        before = self.log.stat().st_size if self.log.exists() else 0
        if self.tied:
            started = self._start_tied(account, options)
        else:
            arguments = ["-w", "-t", str(START_SECONDS), "-l", str(self.log), "-o", shlex.join(options)]
            started = self._control("start", *arguments, check=False).returncode == 0
        if not started:
            said = self.log.read_bytes()[before:].decode(errors="replace") if self.log.exists() else ""
            raise self._failure(_("PostgreSQL did not start"), said)

    def _start_tied(self, account: Account | None, options: list[str]) -> bool:
        program = binaries.choose(self.data).program("postgres")
        with self.log.open("ab") as log:
            if account:
                account.owns(self.log)
            child = self._child = subprocess.Popen(
                [program, "-D", str(self.data), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_plain_environment(),
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509 (one thread)
                **(account.process_options() if account else {}),
            )
        for _attempt in range(START_SECONDS * 20):
            if child.poll() is not None:
                return False
            try:
                self.connect(SUPERUSER, "postgres").close()
            except psycopg2.OperationalError:
                time.sleep(0.05)
            else:
                return True
        return False

    def _prepare_socket_folder(self, account: Account | None) -> None:
        folder = self.socket_folder
        folder.mkdir(mode=0o700, exist_ok=True)
        expected = account.uid if account else os.geteuid()
        standing = folder.lstat()
        if folder.is_symlink() or standing.st_uid not in {expected, os.geteuid()}:
            raise LocalError(
                _("The socket's folder %(folder)s belongs to somebody else.") % {"folder": folder},
                _("Remove it, or move the project to a shorter path."),
            )
        if account:
            account.owns(folder)
        folder.chmod(0o700)

    def _control(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        program = binaries.choose(self.data).program("pg_ctl")
        return self._as(server_account(self.data), [program, "-D", str(self.data), *arguments], check=check)

    def _as(
        self, account: Account | None, command: list[str], *, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        options = account.process_options() if account else {}
        done = subprocess.run(
            command,
            cwd="/",
            env=_plain_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **options,
        )
        if check and done.returncode:
            raise self._failure(_("PostgreSQL refused an order"), done.stderr)
        return done

    def _failure(self, sentence: str, said: str) -> LocalError:
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        telling = [line for line in lines if "FATAL" in line or "error" in line.lower()] or lines
        reason = telling[0] if telling else _("it gave no reason")
        if "No space left" in said:
            return LocalError(
                _("The disk that holds %(folder)s is full.") % {"folder": self.home},
                _("Free some space, then start again: your data is kept."),
            )
        return LocalError(f"{sentence} : {reason}", _("Its log is %(log)s") % {"log": self.log})


def _plain_environment() -> dict[str, str]:
    """Without the operator's own PG* settings, and with messages in the one language we look into."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C.UTF-8"}
