"""The demonstration: the collective's site as it is on the first day."""

from __future__ import annotations

from typing import Any

from cms.domain.content import publish_first_pages
from tess.kernel.actor import Actor


def load(world: Any) -> None:  # noqa: ARG001  the site says the same whatever the world
    """Publish the pages that are missing; a second run changes nothing."""
    publish_first_pages(actor=Actor.system("demo"))
