"""Kill -9, of processes this drill started alone."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

SECONDS = 60


def tree(pid):
    """A process and all that descends from it, itself first."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parents[int(folder.name)] = int(_stat(folder.name)[1])
    found = [pid]
    for one in found:  # it grows as it is read
        found += [child for child, parent in parents.items() if parent == one]
    return found


def kill(pids):
    """Kill them at once and wait until none is left."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + SECONDS
    while any(_lives(pid) for pid in pids):
        assert time.monotonic() < until, f"kill -9 left one of {pids}"
        time.sleep(0.005)


def _lives(pid):
    try:
        return _stat(pid)[0] not in "ZX"
    except OSError:
        return False


def _stat(pid):
    """State, parent, … of a process: what follows its name, which may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
