"""Questions to Postgres' catalogue that several verbs of tenancy ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper


def tables_of(cursor: CursorWrapper, schema: str) -> list[str]:
    """The tables of a schema, in alphabetical order."""
    cursor.execute(
        "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE nspname = %s AND relkind IN ('r', 'p') ORDER BY relname",
        [schema],
    )
    return [str(name) for (name,) in cursor.fetchall()]


def columns_of(cursor: CursorWrapper, schema: str, table: str) -> list[str]:
    """The columns of a table, in their order; generated ones left out (nothing can be written back to them)."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s"
        " AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [schema, table],
    )
    return [str(name) for (name,) in cursor.fetchall()]


def schema_exists(cursor: CursorWrapper, schema: str) -> bool:
    """Whether the database has this schema."""
    cursor.execute("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)", [schema])
    return bool(cursor.fetchone()[0])


def schemas_aside(cursor: CursorWrapper, schema: str) -> list[str]:
    """What restores moved aside, under `<schema>_aside_<moment>`; never a schema that an organisation lives in."""
    cursor.execute(
        "SELECT nspname FROM pg_namespace WHERE nspname ~ %s AND NOT EXISTS"
        " (SELECT FROM public.organisations_organisation WHERE schema_name = nspname) ORDER BY nspname",
        [f"^{schema}_aside_[0-9]{{14}}$"],  # names of schemas are letters, digits and underscores
    )
    return [str(name) for (name,) in cursor.fetchall()]


def columns_naming_organisations(cursor: CursorWrapper) -> list[tuple[str, str]]:
    """Each shared table that says whose its rows are, with the column that says it."""
    cursor.execute(
        "SELECT c.table_name, c.column_name FROM information_schema.columns c"
        " JOIN information_schema.tables t USING (table_schema, table_name)"
        " WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
        " AND c.column_name IN ('organisation_id', 'tenant_id') ORDER BY 1, 2"
    )
    return [(str(table), str(column)) for table, column in cursor.fetchall()]
