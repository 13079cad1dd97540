"""What an organisation leaves behind outside its schema, and a person inside it: each app says so, once, in its AppConfig.

An organisation's own schema needs no word: it is exported and erased whole. Tests compare these registries with the
catalogue, so that a shared table, an encrypted column or a person's key can't be forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path
    from uuid import UUID

    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class SharedRows:
    """Rows of one shared table that belong to an organisation; `condition` has one `%s`, the organisation's id."""

    table: str
    condition: str
    erase: bool
    basis: str | Promise  # why kept rows are kept: the legal basis, in words one can show
    keep_years: int | None  # counted from the erasure; None with erase=True
    export: bool  # part of the organisation's export; not what opens doors (sessions, hand-overs)


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of a tenant table that holds `encryption.encrypt(…, model=, row_id=<row_column>, field=)`."""

    table: str
    column: str
    model: str
    field: str
    row_column: str


@dataclass(frozen=True, slots=True)
class CollectivesFiles:
    """Files of the collective's own that a whole backup holds, and the ids whose keys open them, asked of a database.

    `without` is a folder among them that no backup takes.
    """

    folder: Callable[[], Path]
    keys: Callable[[str], list[UUID]]
    without: str


class ForgetsUser(Protocol):
    """Removes every trace of a person's account from one organisation's tables. Idempotent; runs under its role."""

    def __call__(self, user_id: UUID, *, organisation: Any) -> None: ...


class HandsAgain(Protocol):
    """Posts again what an organisation had since received in its schema. Idempotent; as the application, in a transaction."""

    def __call__(self, *, organisation: Any) -> None: ...


_shared: dict[str, SharedRows] = {}
_views: list[str] = []
_sealed: dict[tuple[str, str], SealedColumn] = {}
_forgetful: dict[str, ForgetsUser] = {}
_again: dict[str, HandsAgain] = {}
_folders: dict[str, Callable[[str], Path]] = {}
_collectives: dict[str, CollectivesFiles] = {}


def shared_rows(
    table: str,
    *,
    column: str = "organisation_id",
    where: str = "",
    erase: bool = True,
    basis: str | Promise = "",
    keep_years: int | None = None,
    export: bool = True,
) -> None:
    """Register the rows of `table` whose `column` is the organisation's id.

    A table without such a column says `where`, an SQL condition in which `%s` stands for the id; it registers before
    the table it points at. Erased with the organisation, or kept with a legal basis and a number of years; raises
    DomainError when a kept table says neither.
    """
    if not erase and not (basis and keep_years):
        raise DomainError(f"{table} is kept after an erasure: say on which legal basis and for how long")
    _shared[table] = SharedRows(table, where or f"{column} = %s", erase, basis, keep_years, export)


def registered() -> list[SharedRows]:
    """All of them, in the order of registration: rows that point at others register first."""
    return list(_shared.values())


def kept_rows(counts: dict[str, int], today: date) -> list[dict[str, str | int]]:
    """What the law keeps of an organisation erased today, as one shows it: table, rows, basis, until (ISO date).

    `counts` gives the rows of each kept table that has any.
    """
    return [
        {
            "table": rows.table,
            "rows": counts[rows.table],
            "basis": str(rows.basis),
            "until": _years_later(today, rows.keep_years or 0).isoformat(),
        }
        for rows in registered()
        if rows.table in counts
    ]


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # a 29 February
        return day.replace(year=day.year + years, day=28)


def exported_view(view: str) -> None:
    """Register a view of public that shows each organisation its own rows alone: it is read, as the organisation, into
    its export, where keys would otherwise say nothing to anybody.
    """
    if view not in _views:
        _views.append(view)


def exported_views() -> list[str]:
    """All of them."""
    return list(_views)


def sealed_column(table: str, column: str, *, model: str, field: str, row_column: str = "id") -> None:
    """Register an encrypted column, so that the organisation's own export gives the text, not the cipher."""
    _sealed[table, column] = SealedColumn(table, column, model, field, row_column)


def sealed_columns(table: str) -> list[SealedColumn]:
    """The encrypted columns of a tenant table."""
    return [each for each in _sealed.values() if each.table == table]


def forgets_users(app_label: str, step: ForgetsUser) -> None:
    """Register what a tenant app does when an account is deleted: its plain keys to people have no constraint to do it."""
    _forgetful[app_label] = step


def steps_that_forget_users() -> dict[str, ForgetsUser]:
    """By app label."""
    return dict(_forgetful)


def after_restore(app_label: str, step: HandsAgain) -> None:
    """Register what a shared app hands over again when an organisation's schema is as it was at the time of a backup.

    A message done since left its mark in the schema that went; the outbox alone would never deliver it again.
    """
    _again[app_label] = step


def steps_after_restore() -> dict[str, HandsAgain]:
    """By app label."""
    return dict(_again)


def files_elsewhere(app_label: str, folder: Callable[[str], Path]) -> None:
    """Register where an app keeps files of an organisation outside its own folder, by the name of its schema.

    Files of passage: neither exported nor backed up; removed and looked for by the erasure.
    """
    _folders[app_label] = folder


def folders_elsewhere(schema: str) -> list[Path]:
    """Those folders; they may not exist."""
    return [folder(schema) for folder in _folders.values()]


def backed_up(
    app_label: str, *, folder: Callable[[], Path], keys: Callable[[str], list[UUID]], without: str = ""
) -> None:
    """Register the files of a shared app that a backup of everything holds; see CollectivesFiles."""
    _collectives[app_label] = CollectivesFiles(folder, keys, without)


def collectives_files() -> dict[str, CollectivesFiles]:
    """By app label."""
    return dict(_collectives)
