"""What an organisation leaves in the shared tables: each app says so, once, in its AppConfig.

Its own schema needs no word: it is exported and erased whole. A test compares this registry with the catalogue, so a
shared table with an organisation's column can't be forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass

from tess.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class SharedRows:
    """Rows of one shared table that belong to an organisation."""

    table: str
    column: str
    erase: bool
    basis: str  # why kept rows are kept: the legal basis, in words one can show
    keep_years: int | None  # counted from the erasure; None with erase=True


_registry: dict[str, SharedRows] = {}


def shared_rows(
    table: str, *, column: str = "organisation_id", erase: bool = True, basis: str = "", keep_years: int | None = None
) -> None:
    """Register the rows of `table` whose `column` is the organisation's id.

    Erased with the organisation, or kept with a legal basis and a number of years; raises DomainError when a kept
    table says neither.
    """
    if not erase and not (basis and keep_years):
        raise DomainError(f"{table} is kept after an erasure: say on which legal basis and for how long")
    _registry[table] = SharedRows(table, column, erase, basis, keep_years)


def registered() -> list[SharedRows]:
    """All of them, in the order of registration: rows that point at others register first."""
    return list(_registry.values())
