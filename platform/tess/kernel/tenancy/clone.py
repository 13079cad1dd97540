"""Clone a migrated template: its catalogue read once into a script, replayed as one string, then fingerprints compared.

@SCHEMA@ and @ROLE@ stand for the names. The template has a role of its own, granted to nobody, so that its grants can
be read and mapped.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tess.kernel.tenancy.names import APPLICATION, BASE, OWNER, role_of

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

_CATALOGUE = {path.stem: path.read_text() for path in Path(__file__).with_name("catalogue").glob("*.sql")}
_PARTS = ("tables", "constraints", "indexes", "foreign_keys", "triggers", "grants")

GRANTS = """
GRANT USAGE ON SCHEMA "@SCHEMA@" TO "@ROLE@";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "@SCHEMA@" TO "@ROLE@";
GRANT USAGE ON ALL SEQUENCES IN SCHEMA "@SCHEMA@" TO "@ROLE@";
REVOKE INSERT, UPDATE, DELETE ON "@SCHEMA@".django_migrations FROM "@ROLE@";
ALTER DEFAULT PRIVILEGES IN SCHEMA "@SCHEMA@" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "@ROLE@";
ALTER DEFAULT PRIVILEGES IN SCHEMA "@SCHEMA@" GRANT USAGE ON SEQUENCES TO "@ROLE@";
"""


class UnknownObjects(Exception):
    """The template has objects this clone would silently lose."""


def database_of(cursor: CursorWrapper) -> str:
    """The name of the database the cursor is in."""
    cursor.execute("SELECT current_database()")
    return str(cursor.fetchone()[0])


def read_catalogue(cursor: CursorWrapper, part: str, schema: str) -> list[str]:
    """One part of a schema's catalogue, a line a row. Inside a transaction: the search path is set for it alone."""
    cursor.execute("SELECT set_config('search_path', %s, true)", [f'"{schema}", public, ext'])
    cursor.execute(_CATALOGUE[part], {"schema": schema, "role": role_of(database_of(cursor), schema), "owner": OWNER})
    return [str(line) for (line,) in cursor.fetchall()]


def clone_script(cursor: CursorWrapper, template: str) -> str:
    """The SQL that makes a schema like `template`. Inside a transaction. Raises UnknownObjects."""
    odd = read_catalogue(cursor, "odd", template)
    if odd:
        raise UnknownObjects(f"the template has objects a clone does not copy: {odd}")
    lines = [line for part in _PARTS for line in read_catalogue(cursor, part, template)]
    head = 'CREATE SCHEMA "@SCHEMA@";\nSET LOCAL search_path = "@SCHEMA@", public, ext;\n'
    history = (
        "INSERT INTO django_migrations (app, name, applied) "  # noqa: S608  the template's name is ours
        f'SELECT app, name, applied FROM "{template}".django_migrations ORDER BY id;'
    )
    return head + "\n".join(lines) + "\n" + history


def fingerprint(cursor: CursorWrapper, schema: str) -> str:
    """A hash of all a schema is made of, rights and triggers included; equal for a template and its clones."""
    return read_catalogue(cursor, "fingerprint", schema)[0]


def fill_in(text: str, schema: str, role: str) -> str:
    """`text` with its place-holders replaced."""
    return text.replace("@SCHEMA@", schema).replace("@ROLE@", role)


def create_role(cursor: CursorWrapper, schema: str, *, served: bool = True) -> str:
    """The role of `schema`, made if a restore hasn't left it. `served`: the login role may take it (never the template's)."""
    role = role_of(database_of(cursor), schema)
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if not cursor.fetchone():
        cursor.execute(f'CREATE ROLE "{role}" NOLOGIN INHERIT')
    if served:
        cursor.execute(f'GRANT {BASE} TO "{role}"; GRANT "{role}" TO {APPLICATION}')
    return role
