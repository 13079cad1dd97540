"""What a schema holds, in a form that two databases can be compared by. Constant memory, no sort, any number of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from tess.kernel.tenancy.catalogue_queries import tables_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.backends.utils import CursorWrapper

# how values are written must not depend on who asks
_PLAIN = (
    "SELECT set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO', true),"
    " set_config('intervalstyle', 'iso_8601', true), set_config('extra_float_digits', '3', true),"
    " set_config('bytea_output', 'hex', true)"
)
# the order of rows doesn't matter: both halves of each row's MD5 are summed
_SUM = """
SELECT count(*), coalesce(sum(('x' || left(h, 16))::bit(64)::bigint::numeric), 0)
  || ' ' || coalesce(sum(('x' || right(h, 16))::bit(64)::bigint::numeric), 0)
FROM (SELECT md5(t::text) AS h FROM {table} t) q
"""


class Content(TypedDict):
    """Rows and checksum of each table; the last value of each sequence that was used."""

    tables: dict[str, list[int | str]]
    sequences: dict[str, int]


def content_of(cursor: CursorWrapper, schema: str) -> Content:
    """What `schema` holds, now. Inside a transaction."""
    cursor.execute(_PLAIN)
    tables: dict[str, list[int | str]] = {}
    for table in tables_of(cursor, schema):
        cursor.execute(_SUM.format(table=f'"{schema}"."{table}"'))
        tables[table] = list(cursor.fetchone())
    cursor.execute(
        "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = %s AND last_value IS NOT NULL", [schema]
    )
    return {"tables": tables, "sequences": {str(name): int(value) for name, value in cursor.fetchall()}}


def differences(before: Mapping[str, Content], after: Mapping[str, Content]) -> list[str]:
    """The tables, by schema, that are not what they were; and sequences that would give a number again."""
    found = []
    for schema, content in before.items():
        now = after.get(schema, {"tables": {}, "sequences": {}})
        names = content["tables"].keys() | now["tables"].keys()
        found += [f"{schema}.{name}" for name in names if content["tables"].get(name) != now["tables"].get(name)]
        found += [
            f"{schema}.{name}"
            for name, value in content["sequences"].items()
            if now["sequences"].get(name, 0) < value  # a number taken while the dump ran is not in the tables
        ]
    return sorted(found)
