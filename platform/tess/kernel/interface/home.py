"""What stands on a home page above the places: each app may put one card there, for whom it concerns, while it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest

    from tess.kernel.interface.navigation import Host

    Make = Callable[[HttpRequest], "Card | None"]


@dataclass(frozen=True, slots=True)
class Card:
    """A fragment and what it is filled with; the template sees it as `card`."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


_cards: list[tuple[int, str, Make]] = []


def card(*, host: Host, make: Make, order: int) -> None:
    """Register what may make a card for a request; call it in `AppConfig.ready()`."""
    if (order, host, make) not in _cards:
        _cards.append((order, host, make))


def cards_for(request: HttpRequest, *, host: Host) -> list[Card]:
    """The cards this person has on the home page of this host, in order."""
    found = sorted((entry for entry in _cards if entry[1] == host), key=lambda entry: entry[0])
    return [made for _order, _host, make in found if (made := make(request)) is not None]
