"""Dump one schema or the whole database, with the checksums of the very moment the dump is of. As the owner."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tess.kernel.tenancy import clone
from tess.kernel.tenancy.backup.checksums import content_of
from tess.kernel.tenancy.backup.programs import run
from tess.kernel.tenancy.db import owner_connection
from tess.kernel.tenancy.names import APPLICATION, BASE, OWNER_ALIAS, TEMPLATE, role_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from django.db.backends.utils import CursorWrapper

DUMP, ROLES = "database.dump", "roles.sql"


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of the database: what is read inside the block, through `cursor` or the owner's alias, is what is dumped."""

    cursor: CursorWrapper
    snapshot: str


def dump_schema(moment: Moment, folder: Path, schema: str, programs: Path | None = None) -> dict[str, Any]:
    """`database.dump` of one organisation's schema and `roles.sql` beside it; returns the facts of the manifest."""
    _dump(moment, folder, programs, f"--schema={schema}")
    return _facts(moment.cursor, folder, [schema])


def dump_all(moment: Moment, folder: Path, schemas: list[str], programs: Path | None = None) -> dict[str, Any]:
    """The same for the whole database; `schemas` are the organisations' of that moment."""
    _dump(moment, folder, programs)
    return _facts(moment.cursor, folder, ["public", TEMPLATE, *schemas])


def role_definition(database: str, schema: str) -> str:
    """pg_dump knows nothing of roles: this stands beside it and is run first. Harmless when the role exists."""
    role = role_of(database, schema)
    served = f'GRANT {BASE} TO "{role}"; GRANT "{role}" TO {APPLICATION};\n' if schema != TEMPLATE else ""
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}')"
        f' THEN CREATE ROLE "{role}" NOLOGIN INHERIT; END IF; END $$;\n{served}'
    )


@contextmanager
def one_moment() -> Iterator[Moment]:
    """A transaction that writes nothing and sees nothing that comes after its beginning."""
    owner = owner_connection()
    owner.set_schema_to_public()
    with owner.cursor() as cursor:
        cursor.execute("SELECT 1")  # role and path are said now: a transaction's mode must be its first statement
    with transaction.atomic(using=OWNER_ALIAS, durable=True), owner.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield Moment(cursor, cursor.fetchone()[0])


def _dump(moment: Moment, folder: Path, programs: Path | None, *options: str) -> None:
    run("pg_dump", "-Fc", *options, f"--snapshot={moment.snapshot}", "-f", str(folder / DUMP), folder=programs)


def _facts(cursor: CursorWrapper, folder: Path, schemas: Iterable[str]) -> dict[str, Any]:
    database = clone.database_of(cursor)
    own = [schema for schema in schemas if schema != "public"]
    (folder / ROLES).write_text("".join(role_definition(database, schema) for schema in own))
    cursor.execute("SELECT current_setting('server_version'), now()")
    version, moment = cursor.fetchone()
    return {
        "made_at": moment.isoformat(),
        "postgres": version,
        "database": database,
        "content": {schema: content_of(cursor, schema) for schema in schemas},
        "fingerprints": {schema: clone.fingerprint(cursor, schema) for schema in own},
    }
