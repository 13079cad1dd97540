"""The demonstration: the collective's site as it is on the first day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.domain.content import publish_first_pages
from tess.kernel.actor import Actor

if TYPE_CHECKING:
    from tess.config.demo import DemoWorld


def load(world: DemoWorld) -> None:  # noqa: ARG001  the site says the same whatever the world
    """Publish the pages that are missing; a second run changes nothing."""
    publish_first_pages(actor=Actor.system("demo"))
