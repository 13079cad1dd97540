"""Measure: `python -m tests.benchmarks [ONLY]` prints one JSON object a line.

Each module beside this one that has `FIGURES = {"demo.first": function}` adds figures. A function yields
`{"name", "value", "unit", "versus", "ratio"}` (`ratio` = ours / theirs, both measured in that run; `versus` and
`ratio` are None when there is nothing to compare with). ONLY is a figure's name, or the beginning of several.
A figure that breaks is told on the error output, the others still run, and the exit code is 1.
"""

import importlib
import json
import sys
import traceback
from pathlib import Path

KEYS = ("name", "value", "unit", "versus", "ratio")


def figures(only=""):
    """Name → function of the figures asked for, in the order of the modules."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if not path.stem.startswith("_"):
            found |= getattr(importlib.import_module(f"tests.benchmarks.{path.stem}"), "FIGURES", {})
    return {name: function for name, function in found.items() if _asked(name, only)}


def _asked(name, only):
    """A module may measure several figures in one go under the beginning of their names: `demo` for `demo.first`."""
    return not only or f"{name}.".startswith(f"{only}.") or f"{only}.".startswith(f"{name}.")


def main(only=""):
    chosen = figures(only)
    if not chosen:
        sys.stderr.write(f"No figure is called {only}.\n")
        return 2
    broken = 0
    for name, function in chosen.items():
        try:
            for figure in function():
                print(json.dumps({key: figure.get(key) for key in KEYS} | figure), flush=True)  # noqa: T201
        except Exception:  # noqa: BLE001 (the other figures still run)
            broken += 1
            sys.stderr.write(f"{name} broke:\n{traceback.format_exc()}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
