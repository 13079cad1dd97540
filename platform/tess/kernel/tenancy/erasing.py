"""Erase a schema, its role and its rows of the shared tables; then look whether anything is left. As the owner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from tess.kernel import encryption
from tess.kernel.tenancy import lifecycle
from tess.kernel.tenancy.catalogue_queries import columns_naming_organisations, schemas_aside, tables_of
from tess.kernel.tenancy.files import folders_left

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.backends.utils import CursorWrapper

# each line: what it is, its name
_LEFT = """
SELECT 'schema', nspname::text FROM pg_namespace WHERE nspname = %(schema)s
UNION ALL SELECT 'database', datname::text FROM pg_database
  WHERE starts_with(datname, current_database() || '_restore_') AND shobj_description(oid, 'pg_database') = %(schema)s
UNION ALL SELECT 'role', rolname::text FROM pg_roles WHERE rolname = %(role)s
UNION ALL SELECT 'membership', '' FROM pg_auth_members m
  WHERE NOT EXISTS (SELECT FROM pg_roles r WHERE r.oid = m.roleid) OR NOT EXISTS (SELECT FROM pg_roles r WHERE r.oid = m.member)
UNION ALL SELECT 'default', '' FROM pg_default_acl
  WHERE defaclnamespace <> 0 AND NOT EXISTS (SELECT FROM pg_namespace n WHERE n.oid = defaclnamespace)
UNION ALL SELECT 'right', relname::text FROM pg_class, aclexplode(relacl) a
  WHERE a.grantee <> 0 AND NOT EXISTS (SELECT FROM pg_roles r WHERE r.oid = a.grantee)
"""
_SAID = {
    "schema": _("the schema %(name)s"),
    "database": _("the database %(name)s"),
    "role": _("the role %(name)s"),
    "membership": _("a membership of a role that is gone"),
    "default": _("a default right in a schema that is gone"),
    "right": _("a right of a role that is gone on %(name)s"),
    "rows": _("rows of %(name)s"),
    "files": _("files in %(name)s"),
    "key": _("its key"),
}


@dataclass(frozen=True, slots=True)
class Erased:
    """Rows erased by table, in the organisation's own schema and in the shared tables."""

    own: dict[str, int]
    shared: dict[str, int]


def erase_rows(cursor: CursorWrapper, organisation_id: UUID, schema: str, role: str) -> Erased:
    """Inside a transaction: the registered shared rows, the schema, the role. The registry's own row is the caller's.

    A table the organisation still works on is waited for ten seconds, then OperationalError: nothing is erased.
    """
    cursor.execute(
        "SELECT set_config('lock_timeout', '10s', true), set_config('tess.erasing_organisation', %s, true)",
        [str(organisation_id)],
    )
    own = {table: _count(cursor, f'"{schema}"."{table}"') for table in tables_of(cursor, schema)}
    shared = {}
    for rows in lifecycle.registered():
        if rows.erase:
            cursor.execute(f"DELETE FROM public.{rows.table} WHERE {rows.condition}", [organisation_id])  # noqa: S608  registered names
            shared[rows.table] = cursor.rowcount
    for each in [schema, *schemas_aside(cursor, schema)]:
        cursor.execute(f'DROP SCHEMA "{each}" CASCADE')
    cursor.execute(f'GRANT "{role}" TO CURRENT_USER')  # DROP OWNED needs the role's own rights
    cursor.execute(f'DROP OWNED BY "{role}"')  # rights it was granted elsewhere in this database
    cursor.execute(f'DROP ROLE "{role}"')
    return Erased(own, shared)


def count_kept(cursor: CursorWrapper, organisation_id: UUID) -> dict[str, int]:
    """Rows of each registered table that is kept, by table; tables without any are left out."""
    found = {}
    for rows in lifecycle.registered():
        if not rows.erase:
            count = _count(cursor, f"public.{rows.table} WHERE {rows.condition}", organisation_id)
            if count:
                found[rows.table] = count
    return found


def left_over(cursor: CursorWrapper, organisation_id: UUID, schema: str, role: str) -> list[str]:
    """All that remains of an erased organisation and no law keeps: in the catalogue, in any shared table, in files, its key."""
    cursor.execute(_LEFT, {"schema": schema, "role": role})
    found = {(str(what), str(name)) for what, name in cursor.fetchall()}
    found |= {("schema", each) for each in schemas_aside(cursor, schema)}
    kept = {rows.table for rows in lifecycle.registered() if not rows.erase}
    for table, column in columns_naming_organisations(cursor):
        if table not in kept and _count(cursor, f'public."{table}" WHERE "{column}" = %s', organisation_id):
            found.add(("rows", table))
    for rows in lifecycle.registered():
        if rows.erase and _count(cursor, f"public.{rows.table} WHERE {rows.condition}", organisation_id):
            found.add(("rows", rows.table))
    found |= {("files", str(folder)) for folder in folders_left(organisation_id, schema)}
    if encryption.has_key(organisation_id):
        found.add(("key", ""))
    return [str(_SAID[what] % {"name": name}) for what, name in sorted(found)]


def _count(cursor: CursorWrapper, source: str, *params: Any) -> int:
    cursor.execute(f"SELECT count(*) FROM {source}", params or None)  # noqa: S608  names from the catalogue or the registry
    return int(cursor.fetchone()[0])
