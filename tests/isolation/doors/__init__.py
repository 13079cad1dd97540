"""Who may enter where: one line a route, written by hand, in a file an app. A route absent from here fails the build.

A file may say:

- AT_ORGANISATIONS, AT_THE_COLLECTIVE: its routes at each host, by name (see tests/isolation/door.py);
- `commons()`: makes what all share, as the application; returns what paths need of it;
- `fill(place)`: makes rows of an organisation, under its role, of every model, with its token wherever words may leak;
  returns what paths need of them;
- MISSING: for each of these, one that doesn't exist;
- AFTER: the files whose rows its own build upon.
"""

from __future__ import annotations

import pkgutil
from graphlib import TopologicalSorter
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tests.isolation.door import Door, path_of

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["AT_ORGANISATIONS", "AT_THE_COLLECTIVE", "FILES", "path_of", "together"]


def _files() -> list[ModuleType]:
    """All of them, those built upon first."""
    found = {name: import_module(f"{__name__}.{name}") for _finder, name, _package in pkgutil.iter_modules(__path__)}
    after = {name: getattr(file, "AFTER", ()) for name, file in found.items()}
    return [found[name] for name in TopologicalSorter(after).static_order()]


FILES = _files()


def together(what: str) -> dict[str, Any]:
    """What the files say under one name; nothing may be said twice."""
    found: dict[str, Any] = {}
    for file in FILES:
        said = getattr(file, what, {})
        assert not found.keys() & said.keys(), f"{file.__name__}: {found.keys() & said.keys()} stands elsewhere already"
        found |= said
    return found


AT_ORGANISATIONS: dict[str, Door] = together("AT_ORGANISATIONS")
AT_THE_COLLECTIVE: dict[str, Door] = together("AT_THE_COLLECTIVE")
