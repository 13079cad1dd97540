"""Starts everything, watches over it, and stops all it started: `tess up` and `tess demo`."""

import errno
import json
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from tess.local import broker, checks
from tess.local.accounts import die_with_parent
from tess.local.errors import LocalError
from tess.local.home import COLLECTIVE_HOST, DATABASE, Home, given_databases
from tess.local.postgres import Cluster
from tess.local.processes import Child, stop_together, tail
from tess.local.words import gettext as _

READY_SECONDS = 120
STOP_SECONDS = 20
LOOK_SECONDS = 0.2
Say = Callable[[str], None]


class Stop(BaseException):
    """The operator asked to stop."""


class Supervisor:
    """One run: `run` returns when the operator stops it and raises LocalError when something else does."""

    def __init__(self, home: Home, *, port: int, demo: bool, say: Say) -> None:
        self.home = home
        self.port = port
        self.demo = demo
        self.say = say
        # where databases are named, none is started: theirs is somebody else's to start and to stop
        self.cluster = None if given_databases() else Cluster(home.folder / "postgres", tied=True)
        self.children: list[Child] = []
        self.broker: Child | None = None

    def run(self, ready: Callable[[dict[str, Any]], None]) -> None:
        """Start, call `ready` with the addresses and sign-ins once pages are served, and stay until asked to stop."""
        try:
            self.home.prepare()
            with _stoppable(), self.home.held(port=self.port):
                try:
                    ready(self._start())
                    self._watch()
                except Stop:
                    self.say(_("Stopping…"))
                finally:
                    self._stop()
        except (LocalError, OSError) as error:
            # Whatever broke first, a full disk is the reason to tell (no log could be written either).
            checks.refuse_full(self.home)
            if isinstance(error, OSError) and error.errno == errno.ENOSPC:
                raise checks.full(self.home) from error
            raise

    # Starting

    def _start(self) -> dict[str, Any]:
        began = time.monotonic()
        checks.refuse_taken(self.port)
        checks.disk(self.home)
        if self.cluster:
            self.say(_("Starting PostgreSQL"))
            self.cluster.ensure()
            self.cluster.create_database(DATABASE)
        chosen = broker.choose(self.home)
        if chosen.command:
            self.say(_("Starting the broker"))
            self.broker = self._child(_("broker"), "redis", chosen.command, {})
            self._wait(lambda: bool(chosen.socket and chosen.socket.exists()), [self.broker])
        environment = self.home.environment(port=self.port, redis_url=chosen.url)
        prepared = self._prepare(environment)
        self.say(_("Starting the pages and the tasks"))
        self._start_django(environment)
        self._wait(self._serves, self.children)
        address = f"http://{COLLECTIVE_HOST}:{self.port}/"
        return {"address": address, "seconds": round(time.monotonic() - began, 1), **prepared}

    def _prepare(self, environment: dict[str, str]) -> dict[str, Any]:
        """Run `tess.local.prepare` and tell its steps as they come."""
        command = [sys.executable, "-m", "tess.local.prepare", *(["--demo"] if self.demo else [])]
        log = self.home.logs / "prepare.log"
        result: dict[str, Any] = {}
        with log.open("wb") as file:
            child = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=file,
                text=True,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 (one thread)
            )
            try:
                for line in child.stdout or ():
                    told = json.loads(line)
                    if "step" in told:
                        self.say(_("Preparing %(what)s") % {"what": told["step"]})
                    elif "warning" in told:
                        self.say(told["warning"])
                    else:
                        result |= told
            finally:
                if child.stdout:
                    child.stdout.close()
                if sys.exc_info()[0]:
                    child.terminate()
                child.wait()
        if child.returncode:
            raise _preparation_failed(log)
        return result

    def _start_django(self, environment: dict[str, str]) -> None:
        python = [sys.executable, "-m"]
        serving = {name: value for name, value in environment.items() if name != "OWNER_DATABASE_URL"}
        gunicorn = ["gunicorn", "tess.config.wsgi:application", "--bind", f"127.0.0.1:{self.port}", "--preload"]
        gunicorn += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"]
        # Neither address nor query string: a log is no place for what a person searched.
        gunicorn += ["--access-logfile", "-", "--access-logformat", '%(t)s "%(m)s %(U)s" %(s)s %(M)sms']
        gunicorn += ["--logger-class", "tess.config.access_log.AccessLogger"]
        # A release was checked once: each of three processes would do it again before it works, seconds of every start.
        celery = ["celery", "-A", "tess.config.celery_app", "--skip-checks"]
        worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-mingle", "--without-gossip"]
        # The one process that owns the tables, for making and erasing organisations: docs/adr/0065.
        owner = [*celery, "worker", "--queues", "owner", "--pool", "solo", "--loglevel", "INFO", "--without-mingle"]
        schedule = str(self.home.folder / "broker" / "schedule")
        beat = [*celery, "beat", "--loglevel", "INFO", "--schedule", schedule, "--pidfile", ""]
        self.children = [
            self._child(_("web"), "web", (*python, *gunicorn), serving),
            self._child(_("tasks"), "worker", (*python, *worker), serving),
            self._child(_("spaces"), "owner", (*python, *owner, "--without-gossip"), environment),
            self._child(_("clock"), "beat", (*python, *beat), serving),
        ]

    def _child(self, name: str, log: str, command: tuple[str, ...], environment: dict[str, str]) -> Child:
        child = Child(name, command, env=environment, log=self.home.logs / f"{log}.log")
        child.start()
        return child

    def _serves(self) -> bool:
        """Whether the collective's host answers."""
        address = f"http://127.0.0.1:{self.port}/sante/"
        request = urllib.request.Request(address, headers={"Host": f"{COLLECTIVE_HOST}:{self.port}"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=5) as answer:
                return bool(answer.status == 200)  # noqa: PLR2004
        except (urllib.error.URLError, OSError):
            return False

    def _wait(self, done: Callable[[], bool], children: list[Child]) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not done():
            _refuse_dead(children)
            if time.monotonic() > deadline:
                raise LocalError(
                    _("The pages did not answer within %(seconds)s seconds.") % {"seconds": READY_SECONDS},
                    _("Its log is %(log)s") % {"log": children[0].log},
                )
            time.sleep(LOOK_SECONDS)

    # Staying, stopping

    def _watch(self) -> None:
        everyone = [*self.children, *([self.broker] if self.broker else [])]
        while True:
            _refuse_dead(everyone)
            if self.cluster and not self.cluster.alive():
                raise LocalError(_("PostgreSQL stopped."), _("Its log is %(log)s") % {"log": self.cluster.log})
            time.sleep(LOOK_SECONDS)

    def _stop(self) -> None:
        """In the reverse order: those who use the database and the broker first."""
        stop_together(self.children, STOP_SECONDS)
        if self.broker:
            stop_together([self.broker], STOP_SECONDS)
        if self.cluster and (self.cluster.data / "PG_VERSION").exists():
            self.cluster.stop()


def _refuse_dead(children: list[Child]) -> None:
    for child in children:
        if child.code() is not None:
            words = child.last_words()
            raise LocalError(
                _("The process “%(name)s” stopped (code %(code)s), so everything was stopped.")
                % {"name": child.name, "code": child.code()},
                "\n".join([_("Its log is %(log)s") % {"log": child.log}, words]).strip(),
            )


def _preparation_failed(log: Path) -> LocalError:
    reason = next((line for line in reversed(tail(log, 200).splitlines()) if line.strip()), "")
    return LocalError(
        _("The database could not be prepared: %(reason)s") % {"reason": reason},
        _("Start again: it goes on from where it stopped. Its log is %(log)s") % {"log": log},
    )


@contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl-C, a kill or a closed terminal raise Stop, once: a second one doesn't disturb the stopping."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for each in watched:
            signal.signal(each, signal.SIG_IGN)
        raise Stop

    watched = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {each: signal.signal(each, stop) for each in watched}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
