"""What pages weigh and what axe has against them: the browser tests, asked for their figures.

`page.shell`: sheets and scripts of an ordinary signed-in page, gzipped, in kB. `ui.axe`: violations over every view one
can walk to in the demonstration, in light, in dark, with more contrast and at 320 pixels.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WEIGHT = "tests/browser/test_weight.py"
PAGES = "tests/browser/test_every_page.py::test_each_page_once"


def _told_by(test):
    """The figures a browser test tells, whether it passes or not."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "figures"
        environment = {**os.environ, "TESS_FIGURES": str(out), "TESS_BROWSER": "required"}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test]
        run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if not out.exists():
            raise RuntimeError(run.stdout[-3000:])
        for line in out.read_text().splitlines():
            yield {**json.loads(line), "versus": None, "ratio": None}


def shell():
    yield from _told_by(WEIGHT)


def axe():
    yield from _told_by(PAGES)


FIGURES = {"page.shell": shell, "ui.axe": axe}
