"""Write an organisation's data into an archive, table by table, as it streams out of Postgres; nothing is held whole."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from tess.kernel import encryption
from tess.kernel.tenancy import lifecycle
from tess.kernel.tenancy.catalogue_queries import columns_of
from tess.kernel.tenancy.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID
    from zipfile import ZipFile

    from django.db.backends.utils import CursorWrapper

_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the archive, as its manifest lists it."""

    name: str
    rows: int | None  # None: not a table
    sha256: str


class _Measured:
    """A file one writes to, remembering the hash of what passed."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._hash = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._hash.update(data)
        return self._out.write(data)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


def write_bytes(archive: ZipFile, name: str, chunks: Iterable[bytes]) -> Entry:
    """A file of the archive from pieces of bytes."""
    with archive.open(name, "w", force_zip64=True) as out:
        measured = _Measured(out)
        for chunk in chunks:
            measured.write(chunk)
    return Entry(name, None, measured.sha256)


def write_table(archive: ZipFile, name: str, source: str) -> Entry:
    """What `source`, an SQL query, answers, as CSV with a header. As whoever is in force, in their transaction."""
    with archive.open(name, "w", force_zip64=True) as out, connection.cursor() as cursor:
        measured = _Measured(out)
        cursor.copy_expert(f"COPY ({source}) TO STDOUT (FORMAT csv, HEADER, ENCODING 'UTF8')", measured)
        rows = cursor.rowcount
    return Entry(name, rows, measured.sha256)


def write_own_table(archive: ZipFile, name: str, schema: str, table: str, organisation_id: UUID) -> Entry:
    """A table of the organisation's schema; encrypted columns are written in clear: it is the organisation's own export."""
    sealed = {each.column: each for each in lifecycle.sealed_columns(table)}
    with connection.cursor() as cursor:
        columns = columns_of(cursor, schema, table)
    names = ", ".join(f'"{column}"' for column in columns)
    if not sealed:
        return write_table(archive, name, f'SELECT {names} FROM "{schema}"."{table}"')  # noqa: S608  names from the catalogue
    rows = 0
    with archive.open(name, "w", force_zip64=True) as out, connection.cursor() as cursor:
        measured = _Measured(out)
        measured.write(_line(columns))
        for row in _stream(cursor, schema, table, columns, sealed):
            measured.write(_line(_opened(row, columns, sealed, organisation_id)))
            rows += 1
    return Entry(name, rows, measured.sha256)


def _stream(
    cursor: CursorWrapper, schema: str, table: str, columns: Sequence[str], sealed: dict[str, lifecycle.SealedColumn]
) -> Iterable[tuple[Any, ...]]:
    """Rows as Postgres writes them in text, encrypted columns as bytes; a server-side cursor, so never all at once."""
    wanted = ", ".join(f'"{column}"' if column in sealed else f'"{column}"::text' for column in columns)
    cursor.execute(f'DECLARE export_rows NO SCROLL CURSOR FOR SELECT {wanted} FROM "{schema}"."{table}"')  # noqa: S608
    while True:
        cursor.execute(f"FETCH {_ROWS_AT_ONCE} FROM export_rows")
        rows = cursor.fetchall()
        if not rows:
            cursor.execute("CLOSE export_rows")
            return
        yield from rows


def _opened(
    row: Sequence[Any], columns: Sequence[str], sealed: dict[str, lifecycle.SealedColumn], organisation_id: UUID
) -> Iterable[str | None]:
    by_name = dict(zip(columns, row, strict=True))
    for column, value in by_name.items():
        place = sealed.get(column)
        if place is None or value is None:
            yield value
        else:
            yield encryption.decrypt(
                value,
                organisation_id=organisation_id,
                model=place.model,
                row_id=uuid.UUID(by_name[place.row_column]),
                field=place.field,
            )


def _line(values: Iterable[str | None]) -> bytes:
    """One line of CSV as COPY reads it back: nothing is a NULL, an empty text stands in quotes."""
    return (",".join("" if value is None else '"' + value.replace('"', '""') + '"' for value in values) + "\n").encode()
