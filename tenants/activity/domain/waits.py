"""How long people waited, from the number of calls at each second: the middle, and shares within a limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Waits:
    """Calls by seconds waited (in order). Empty when there was none."""

    by_second: Mapping[int, int]

    @property
    def calls(self) -> int:
        """How many calls these waits are of."""
        return sum(self.by_second.values())

    @property
    def median(self) -> float | None:
        """Half of the calls waited at most this many seconds; between two calls, their mean."""
        calls = self.calls
        if not calls:
            return None
        low, high = self._waited_by((calls - 1) // 2), self._waited_by(calls // 2)
        return (low + high) / 2

    def within(self, seconds: int) -> int:
        """How many waited at most so long."""
        return sum(calls for waited, calls in self.by_second.items() if waited <= seconds)

    def _waited_by(self, place: int) -> int:
        """Seconds waited by the call at this place (from 0) when calls stand in order of their wait."""
        passed = 0
        for waited in sorted(self.by_second):
            passed += self.by_second[waited]
            if passed > place:
                return waited
        raise IndexError(place)
