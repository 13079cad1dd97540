"""Seconds from `make demo` to a page served: in a temporary copy of the project, on a free port.

`demo.first`: nothing is there, the package cache is warm, Debian's packages are installed. `demo.second`: everything is.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY = "Ctrl-C"
LONGEST = 600


def figures():
    """Both, in one run: the second needs the first."""
    with tempfile.TemporaryDirectory(prefix="tess-demo-") as folder:
        project = Path(folder) / "tess"
        Path(folder).chmod(0o755)
        shutil.copytree(ROOT, project, ignore=_generated)
        try:
            for name in ("demo.first", "demo.second"):
                yield {"name": name, "value": _seconds_to_ready(project), "unit": "s", "versus": None, "ratio": None}
        finally:
            subprocess.run(["make", "clean"], cwd=project, env=_environment(), capture_output=True, check=False)


def _generated(folder, names):
    """What a fresh clone doesn't have."""
    return [
        name
        for name in names
        if name in {".git", ".venv", ".tess", "__pycache__", "node_modules"}
        or name.endswith((".mo", "_cache", ".egg-info"))
    ]


def _environment():
    """An operator's shell: neither the measuring environment's Python nor its settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TESS_", "DJANGO_", "PG", "PYTHON", "VIRTUAL_ENV", "MAKE", "MFLAGS"))
    }
    environments = {os.environ.get("VIRTUAL_ENV"), str(Path(shutil.which("python") or "/").parent.parent)}
    path = [each for each in kept["PATH"].split(os.pathsep) if str(Path(each).parent) not in environments]
    for name in ("DATABASE_URL", "OWNER_DATABASE_URL", "REDIS_URL"):
        kept.pop(name, None)
    return kept | {"PATH": os.pathsep.join(path)}


def _seconds_to_ready(project):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.monotonic()
    demo = subprocess.Popen(
        ["make", "demo", f"PORT={port}"],
        cwd=project,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    said = []
    try:
        for line in demo.stdout:
            said.append(line)
            if READY in line:
                return round(time.monotonic() - began, 1)
            if time.monotonic() - began > LONGEST:
                break
        raise RuntimeError("make demo never said it was ready:\n" + "".join(said[-30:]))
    finally:
        # Ctrl-C at a terminal reaches the whole group in the foreground.
        os.killpg(demo.pid, signal.SIGINT)
        demo.communicate(timeout=60)
        if demo.returncode not in {0, -signal.SIGINT, 2, 130}:
            raise RuntimeError(re.sub(r"\s+", " ", "".join(said[-5:])))


FIGURES = {"demo": figures}
