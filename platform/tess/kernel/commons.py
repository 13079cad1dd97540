"""What the collective offers to organisations' pages by name, so that an app may list it without importing its wing.

The owning wing says how it is listed; reading its text stays a matter of addresses (`/commun/…`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    List = Callable[[], list[tuple[str, str]]]

_offers: dict[str, List] = {}


def offer(what: str, listed: List) -> None:
    """Register how `what` ("practice_sheets") is listed: (slug, title) in order. Raises ValueError when it is taken."""
    if _offers.get(what, listed) is not listed:
        raise ValueError(f"two wings offer {what!r}")
    _offers[what] = listed


def offered(what: str) -> list[tuple[str, str]]:
    """What is offered under that name now: (slug, title) in order; nothing when no wing does."""
    return _offers[what]() if what in _offers else []
