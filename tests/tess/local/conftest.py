"""Places outside pytest's own (closed to other accounts), and the `tess` command run as an operator would."""

import contextlib
import fcntl
import json
import os
import pty
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
DEAD_SECONDS = 60


@pytest.fixture
def place():
    """A folder other accounts may enter."""
    folder = Path(tempfile.mkdtemp(prefix="tess-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def module_place():
    folder = Path(tempfile.mkdtemp(prefix="tess-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def operator_environment(home, **more):
    """What a shell has: nothing of the tests' own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TESS_", "DJANGO_", "PG"))}
    for name in ("DATABASE_URL", "OWNER_DATABASE_URL", "REDIS_URL"):
        kept.pop(name, None)
    paths = os.pathsep.join([str(ROOT / "platform"), str(ROOT)])
    return kept | {"TESS_HOME": str(home), "PYTHONPATH": paths} | more


class Operator:
    """Somebody at a terminal, in front of one home."""

    def __init__(self, home):
        self.home = home
        self.port = free_port()
        self.more = {}
        self.started = []

    def environment(self):
        return operator_environment(self.home, **self.more)

    def types(self, *words, given=""):
        """`given`: what its standard input holds; it is no terminal."""
        command = [sys.executable, "-m", "tess.local.cli", *words]
        return subprocess.run(
            command, env=self.environment(), input=given, capture_output=True, text=True, check=False, cwd="/"
        )

    def answers(self, *words, answers):
        """The same at a terminal, where each of `answers` is typed as it is asked for: what was shown, and the exit code."""
        command = [sys.executable, "-m", "tess.local.cli", *words]
        here, there = pty.openpty()
        process = subprocess.Popen(
            command, env=self.environment(), stdin=there, stdout=there, stderr=there, cwd="/", start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(there, termios.TIOCSCTTY, 0),  # noqa: PLW1509 (one thread)
        )  # fmt: skip
        os.close(there)
        shown, waiting = b"", list(answers)
        with contextlib.suppress(OSError):  # the terminal ends with the command
            while piece := os.read(here, 4096):
                shown += piece
                if waiting and shown.endswith(b": "):
                    os.write(here, waiting.pop(0).encode() + b"\n")
        os.close(here)
        return shown.decode(), process.wait()

    def starts(self, *words, code=None):
        """`tess up --json`, or some Python code, left running."""
        command = [sys.executable, "-c", code] if code else [sys.executable, "-m", "tess.local.cli", *words]
        if not code:
            command += ["--port", str(self.port), "--json"]
        process = subprocess.Popen(
            command,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd="/",
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def waits_until_ready(self, process):
        line = process.stdout.readline()
        assert line, process.stderr.read()
        return json.loads(line)

    def interrupts(self, process, sent=signal.SIGINT):
        process.send_signal(sent)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err

    def processes(self):
        """Every process that works for this home, by what its command line or environment says."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                said = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
                state = (folder / "stat").read_text().rsplit(")", 1)[1].split()[0]
            except OSError:
                continue
            if str(self.home).encode() in said and state != "Z":
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()[:120]
        return found

    def waits_until_nothing_runs(self):
        deadline = time.monotonic() + DEAD_SECONDS
        while self.processes():
            assert time.monotonic() < deadline, self.processes()
            time.sleep(0.1)

    def leaves(self):
        for process in self.started:
            if process.poll() is None:
                process.terminate()
            process.communicate()
        self.waits_until_nothing_runs()


def first_start(folder):
    """The home in that folder as a first `tess up` leaves it; nothing runs any more."""
    found = Operator(folder / "home")
    process = found.starts("up")
    found.waits_until_ready(process)
    found.interrupts(process)
    found.waits_until_nothing_runs()
    return found.home


@pytest.fixture(scope="module")
def operator(installation, module_place):
    """Somebody in front of an installation that stands still."""
    subprocess.run(["cp", "-a", installation, module_place / "home"], check=True)  # with each file's owner
    found = Operator(module_place / "home")
    yield found
    found.leaves()


@pytest.fixture
def new_operator(place):
    """Somebody in front of nothing."""
    found = Operator(place / "home")
    yield found
    found.leaves()
