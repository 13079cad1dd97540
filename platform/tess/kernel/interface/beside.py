"""What stands beside a record while it is written: each app may put a panel there, for whom it concerns, while it does.

The desk, whose page it is, knows none of those who stand above it or below: they register here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from django.http import HttpRequest

    Make = Callable[[HttpRequest, "Record"], "Panel | None"]


@dataclass(frozen=True, slots=True)
class Record:
    """The record, as whoever puts a panel beside it may know it: its key, and its line's (None: it has none yet)."""

    id: UUID
    line: int | None


@dataclass(frozen=True, slots=True)
class Panel:
    """A fragment and what it is filled with; the template sees it as `panel`. Its fields say `form="record"`, or go lost."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


_panels: list[tuple[int, Make]] = []


def panel(*, make: Make, order: int) -> None:
    """Register what may make a panel for a request and a record, in one query at most; call it in `AppConfig.ready()`."""
    if (order, make) not in _panels:
        _panels.append((order, make))


def panels_for(request: HttpRequest, record: Record) -> list[Panel]:
    """The panels this person has beside this record, in order."""
    found = sorted(_panels, key=lambda entry: entry[0])
    return [made for _order, make in found if (made := make(request, record)) is not None]
