"""The floor: what every page has, and the style guide."""

from __future__ import annotations

from typing import Any

from tests.isolation.door import EVERYBODY, MEMBERS, SIGNED_IN, Door

AT_ORGANISATIONS = {
    "palette": Door(MEMBERS),
    "look": Door(EVERYBODY),
}

AT_THE_COLLECTIVE = {
    "style": Door(SIGNED_IN),
    "style_family": Door(SIGNED_IN, {"family": "family"}),
    "palette": Door(SIGNED_IN),
    "look": Door(EVERYBODY),
    "health": Door(EVERYBODY),
}


def commons() -> dict[str, Any]:
    """A family of pieces of the style guide."""
    return {"family": "gestes"}
