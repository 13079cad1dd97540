"""Restore what was dumped, and refuse to call it restored when a table isn't what it was. As the owner."""

from __future__ import annotations

import secrets
from contextlib import closing
from typing import TYPE_CHECKING, Any

import psycopg2
from django.db import connections, transaction

from tess.kernel.tenancy import clone
from tess.kernel.tenancy.backup.checksums import content_of, differences
from tess.kernel.tenancy.backup.dumping import DUMP, ROLES, role_definition
from tess.kernel.tenancy.backup.programs import run
from tess.kernel.tenancy.names import EXTENSIONS, OWNER_ALIAS, PUBLIC

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_JOBS = 2
# an empty database has these already (see tess.local.postgres and tenancy/sql/database.sql)
_STANDING = (
    "EXTENSION - ",
    "COMMENT - EXTENSION ",
    f"SCHEMA - {EXTENSIONS} ",
    f"SCHEMA - {PUBLIC} ",
    "COMMENT - SCHEMA ",
)
_FUNCTIONS = """
SELECT pg_get_functiondef(p.oid) FROM pg_proc p
WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS (
  SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
"""


class RestoreDiffers(Exception):
    """Tables that came back are not what was dumped; the message names them."""


def restore_schema(folder: Path, schema: str, manifest: Mapping[str, Any], programs: Path | None = None) -> None:
    """Put a dumped schema and its role back where none of that name stands, all or nothing, then compare.

    Raises ProgramFailed or RestoreDiffers; the caller decides what becomes of what is there then.
    """
    _run_roles((folder / ROLES).read_text())
    run("pg_restore", "--single-transaction", "--exit-on-error", *_into(), str(folder / DUMP), folder=programs)
    compare(manifest, [schema])


def restore_schema_as(
    folder: Path, old: str, new: str, manifest: Mapping[str, Any], programs: Path | None = None
) -> None:
    """The same under another name: through a scratch database where it is renamed (nothing inside a schema names it)."""
    database = connections[OWNER_ALIAS].settings_dict["NAME"]
    # a name nobody else has: only what this run made is dropped
    scratch, renamed = f"{database}_restore_{secrets.token_hex(8)}", folder / f".{new}.dump"
    _on_server(f'CREATE DATABASE "{scratch}"')
    try:
        # should this run be killed, an erasure finds whose it is (erasing.left_over)
        _on_server(f"COMMENT ON DATABASE \"{scratch}\" IS '{old}'")
        _fill_scratch(scratch)
        run(
            "pg_restore", "-x", "--single-transaction", "--exit-on-error", "-d", scratch, str(folder / DUMP),
            database=scratch, folder=programs,
        )  # fmt: skip
        if new != old:  # another installation may well take it over under its own name
            _on_server(f'ALTER SCHEMA "{old}" RENAME TO "{new}"', database=scratch)
        run("pg_dump", "-Fc", "-x", f"--schema={new}", "-f", str(renamed), database=scratch, folder=programs)
        _run_roles(role_definition(database, new))
        run("pg_restore", "--single-transaction", "--exit-on-error", *_into(), str(renamed), folder=programs)
    finally:
        renamed.unlink(missing_ok=True)
        _on_server(f'DROP DATABASE "{scratch}"')
    with transaction.atomic(using=OWNER_ALIAS), connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute(clone.fill_in(clone.GRANTS, new, clone.create_role(cursor, new)))
    compare({**manifest, "content": {new: manifest["content"][old]}}, [new])


def restore_database(folder: Path, manifest: Mapping[str, Any], programs: Path | None = None) -> None:
    """Put everything back into an empty database of the same name, then compare each table."""
    _run_roles((folder / ROLES).read_text())
    listed = run("pg_restore", "-l", str(folder / DUMP), folder=programs).splitlines()
    chosen = folder / ".restore.list"
    chosen.write_text("\n".join(line for line in listed if not _is_standing(line)))
    try:
        run(
            "pg_restore", "--exit-on-error", f"--jobs={_JOBS}", "-L", str(chosen), *_into(), str(folder / DUMP),
            folder=programs,
        )  # fmt: skip
    finally:
        chosen.unlink()
    compare(manifest, list(manifest["content"]))


def compare(manifest: Mapping[str, Any], schemas: list[str]) -> None:
    """Raises RestoreDiffers unless each table of `schemas` is what the manifest says."""
    with transaction.atomic(using=OWNER_ALIAS), connections[OWNER_ALIAS].cursor() as cursor:
        now = {schema: content_of(cursor, schema) for schema in schemas}
        prints = {schema: clone.fingerprint(cursor, schema) for schema in schemas if schema in manifest["fingerprints"]}
    found = differences({schema: manifest["content"][schema] for schema in schemas}, now)
    found += [schema for schema, value in prints.items() if manifest["fingerprints"][schema] != value]
    if found:
        raise RestoreDiffers(", ".join(found))


def is_empty() -> bool:
    """Whether the owner's database has no table of ours yet."""
    with connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
            " WHERE relkind = 'r' AND nspname NOT IN ('pg_catalog', 'information_schema') AND nspname !~ '^pg_')"
        )
        return bool(cursor.fetchone()[0])


def _is_standing(line: str) -> bool:
    return any(f" {entry}" in line for entry in _STANDING)


def _into() -> tuple[str, str]:
    return "-d", connections[OWNER_ALIAS].settings_dict["NAME"]


def _run_roles(script: str) -> None:
    with transaction.atomic(using=OWNER_ALIAS), connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute(script)


def _fill_scratch(scratch: str) -> None:
    """What a schema needs of its surroundings: extensions and public's functions; its keys to public bind nothing."""
    with connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute(_FUNCTIONS)
        functions = [definition for (definition,) in cursor.fetchall()]
    extensions = [f"CREATE EXTENSION {name} SCHEMA {EXTENSIONS}" for name in ("btree_gist", "pg_trgm", "unaccent")]
    bare = "SET check_function_bodies = off"  # the tables they name are not here
    _on_server(f"CREATE SCHEMA {EXTENSIONS}", *extensions, bare, *functions, database=scratch)


def _on_server(*statements: str, database: str = "postgres") -> None:
    owner = connections[OWNER_ALIAS].settings_dict
    with closing(
        psycopg2.connect(
            dbname=database, user=owner["USER"], password=owner["PASSWORD"], host=owner["HOST"], port=owner["PORT"]
        )
    ) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
