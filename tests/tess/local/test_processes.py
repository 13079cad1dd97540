"""Children of the supervisor: stopped together, killed when they won't, gone with their parent."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tess.local.processes import Child, stop_together, tail

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
WITH_CHILD = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {STUBBORN!r}]); {STUBBORN}"


@pytest.fixture
def child(tmp_path):
    started = []

    def start(code):
        made = Child("essai", (sys.executable, "-c", code), env=dict(os.environ), log=tmp_path / f"{len(started)}.log")
        made.start()
        started.append(made)
        return made

    yield start
    for each in started:
        each.wait(0)


def says(child, word, times=1):
    for _attempt in range(200):
        if child.log.exists() and child.log.read_text().count(word) >= times:
            return
        time.sleep(0.05)
    pytest.fail(child.log.read_text())


def test_one_that_ends_says_its_code_and_last_words(child):
    ended = child("import sys; print('adieu'); sys.exit(3)")
    ended.process.wait()
    assert ended.code() == 3
    assert ended.last_words() == "adieu"


def test_a_stubborn_family_is_killed_after_its_time(child):
    family = child(WITH_CHILD)
    says(family, "up", times=2)
    group = family.process.pid
    began = time.monotonic()
    stop_together([family], 0.3)
    assert time.monotonic() - began < 5
    assert family.code() == -9
    for _attempt in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("some of its family is left")


def test_it_dies_with_its_parent(tmp_path):
    code = f"""
import os, sys
from pathlib import Path
from tess.local.processes import Child
command = (sys.executable, "-c", "import time; time.sleep(60)")
child = Child("essai", command, env=dict(os.environ), log=Path({str(tmp_path / "log")!r}))
child.start()
print(child.process.pid, flush=True)
os.kill(os.getpid(), 9)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    pid = int(done.stdout)
    for _attempt in range(100):
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return
        time.sleep(0.05)
    pytest.fail("it outlived its parent")


def test_a_long_log_is_put_aside_and_a_missing_one_is_empty(child, tmp_path, monkeypatch):
    monkeypatch.setattr("tess.local.processes.LOG_BYTES", 3)
    (tmp_path / "0.log").write_text("long enough")
    child("pass").process.wait()
    assert (tmp_path / "0.old").read_text() == "long enough"
    assert tail(tmp_path / "none.log", 5) == ""
