"""The product running as `tess up` starts it, from a copy of an installation: parts that may be killed and started again.

Its Postgres has none of the tests' fast settings: with them a killed server loses what it had acknowledged, and the drill
would accuse the product. The web, the worker and the broker are started by the product's own lines.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path
from unittest.mock import patch

from tess.local import broker
from tess.local.home import COLLECTIVE_HOST, DATABASE, Home
from tess.local.processes import Child
from tess.local.supervisor import Supervisor
from tests.drill.gate import Gate
from tests.drill.killing import kill, tree
from tests.drill.protocol import TodaysPage
from tests.tess.local.conftest import ROOT, free_port, operator_environment

SLUG, PEOPLE = "exercice", 3
HOST = f"{SLUG}.{COLLECTIVE_HOST}"
STARTED = {"redis", "web", "worker"}  # neither the clock nor the one that makes organisations has a part in a note
SECONDS = 60


class House(Supervisor):
    """`kill(what)` and `restart()`; people reach it through `gate`, which the drill opens and shuts."""

    def __init__(self, folder):
        home = Home(folder / "home")
        self.folder, self.environment = folder, operator_environment(home.folder, PYTHONDONTWRITEBYTECODE="")
        with patch.dict(os.environ, self.environment, clear=True):
            super().__init__(home, port=free_port(), demo=False, say=lambda _words: None)
        self.gate = Gate(self.port, TodaysPage())

    def opens(self):
        """Start all of it, and have people signed in."""
        with patch.dict(os.environ, self.environment, clear=True):
            self.cluster.ensure()
            chosen = broker.choose(self.home)
            if chosen.command:
                self.broker = self._child("broker", "redis", chosen.command, {})
                self._wait(chosen.socket.exists, [self.broker])
            self.told = self.home.environment(port=self.gate.port, redis_url=chosen.url)
            self._start_django(self.told)
            self.listeners = self._listeners()  # while those get ready
        self.web, self.worker = self.children[:2]
        self._refuse_fast()
        self.wait_until_it_serves()

    def _child(self, name, log, command, environment):
        child = Child(name, command, env=environment, log=self.home.logs / f"{log}.log")
        if log in STARTED:
            child.start()
        return child

    def _listeners(self):
        command = [sys.executable, "-W", "ignore", "-m", "tests.drill._inside", SLUG, str(PEOPLE)]
        done = subprocess.run(command, cwd=ROOT, env=self.told, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])

    def _refuse_fast(self):
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            assert self.ask(f"SHOW {name}") == [("on",)], f"{name} is off: a loss would not be the product's"

    def ask(self, statement, *params):
        """What Postgres says, whoever asks being above every organisation."""
        with closing(self.cluster.connect("postgres", DATABASE)) as server, server.cursor() as cursor:
            cursor.execute(statement, params or None)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def forgetful(self):
        """For a while its Postgres answers before it has written, as with the tests' fast settings."""
        self.ask("ALTER SYSTEM SET synchronous_commit = off")
        self.ask("SELECT pg_reload_conf()")
        try:
            yield
        finally:
            self.ask("ALTER SYSTEM RESET ALL")
            self.ask("SELECT pg_reload_conf()")

    def records_of(self, listener):
        """The keys of the records that person wrote."""
        statement = (
            f"SELECT c.id::text FROM org_{SLUG}.desk_contact c JOIN org_{SLUG}.people_person p ON p.id = c.listener_id"
            " WHERE p.user_id = %s"
        )
        return {key for (key,) in self.ask(statement, listener["user"])}

    def versions_of(self, key):
        """The version of that record, in a list: how often it was written."""
        return [version for (version,) in self.ask(f"SELECT version FROM org_{SLUG}.desk_contact WHERE id = %s", key)]

    def wait_until_it_serves(self):
        """Wait for a page; the health one asks Postgres too."""
        until = time.monotonic() + SECONDS
        while not self._serves():
            assert self.web.code() is None, self.web.last_words(30)
            assert time.monotonic() < until, self.web.last_words(30)
            time.sleep(0.05)

    # What is killed

    def kill(self, what):
        """Kill -9 a part: "web", "whole_web", "worker", "postgres" or "backend"."""
        getattr(self, f"_kill_{what}")()

    def restart(self):
        """Start again what doesn't run, and wait until pages are served."""
        if not self.cluster.alive():
            self.cluster.start()
        for child in (self.web, self.worker):
            if child.code() is not None:
                child.start()
        self.wait_until_it_serves()

    def _kill_web(self):
        """The processes that answer; the first one, which holds the door, starts others."""
        kill(tree(self.web.process.pid)[1:])

    def _kill_whole_web(self):
        kill(tree(self.web.process.pid))
        self.web.process.wait()

    def _kill_worker(self):
        kill(tree(self.worker.process.pid))
        self.worker.process.wait()

    def _kill_postgres(self):
        """All of it at once, as a machine that runs out of memory would."""
        server = self.cluster._child
        kill(tree(server.pid))
        server.wait()

    def _kill_backend(self):
        """One connection's process: Postgres then throws everybody out and recovers by itself."""
        statement = "SELECT pid FROM pg_stat_activity WHERE usename = 'tess_app' ORDER BY state_change DESC LIMIT 1"
        kill([pid for (pid,) in self.ask(statement)])

    def close(self):
        """End all of it at once: nobody will read that folder again."""
        self.gate.close()
        started = [child.process for child in (*self.children, self.broker) if child and child.process]
        started += [self.cluster._child] if self.cluster._child else []
        kill([pid for process in started for pid in tree(process.pid)])
        for process in started:
            process.wait()


@contextmanager
def house(installation):
    """The product over a copy of that home, in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="tess-drill-") as folder:
        Path(folder).chmod(0o755)
        subprocess.run(["cp", "-a", installation, Path(folder) / "home"], check=True)  # with each file's owner
        found = House(Path(folder))
        try:
            found.opens()
            yield found
        finally:
            found.close()
