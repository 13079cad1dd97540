"""Migration operations that say who may do what with a table.

Shared tables: the application reads and writes them all; organisations' roles get only what is said here.
Tenant tables: the organisation's role gets its rights by default privileges; here only what must be refused.
"""

from django.db.migrations import RunSQL

from tess.kernel.tenancy.names import APPLICATION, BASE, COMMONS_READER

_MINE = "organisation_id = (SELECT public.current_organisation())"


class ReadableByOrganisations(RunSQL):
    """SELECT on shared content for organisations and for the reader of the commons."""

    def __init__(self, *tables: str) -> None:
        names = ", ".join(f"public.{table}" for table in tables)
        super().__init__(
            f"GRANT SELECT ON {names} TO {BASE}, {COMMONS_READER};",
            f"REVOKE SELECT ON {names} FROM {BASE}, {COMMONS_READER};",  # noqa: S608  names from migrations
        )
        self._tables = tables

    def deconstruct(self) -> tuple[str, list[str], dict[str, str]]:
        return (type(self).__name__, list(self._tables), {})


class OwnRows(RunSQL):
    """Row-level security: an organisation sees, and where said writes, only the rows that carry its id.

    The table has a column `organisation_id` (uuid). ENABLE without FORCE: the owner serves nobody.
    `insert_check` is one more SQL condition on inserted rows (Django inserts every column, so it fixes the state too).
    `columns` limits what an organisation may read back (RETURNING needs at least the key).
    """

    def __init__(
        self,
        table: str,
        *,
        insert: bool = False,
        select: bool = True,
        update: bool = False,
        insert_check: str = "true",
        columns: str = "",
    ) -> None:
        name = f"public.{table}"
        limited = f" ({columns})" if columns else ""
        sql = [
            f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;",
            f"CREATE POLICY application ON {name} TO {APPLICATION} USING (true) WITH CHECK (true);",
        ]
        back = [f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY;", f"DROP POLICY application ON {name};"]
        if select:
            sql += [
                f"CREATE POLICY own ON {name} FOR SELECT TO {BASE} USING ({_MINE});",
                f"GRANT SELECT{limited} ON {name} TO {BASE};",
            ]
            back += [f"DROP POLICY own ON {name};"]
        if insert:
            sql += [
                f"CREATE POLICY say ON {name} FOR INSERT TO {BASE} WITH CHECK ({_MINE} AND {insert_check});",
                f"GRANT INSERT ON {name} TO {BASE};",
            ]
            back += [f"DROP POLICY say ON {name};"]
        if update:
            sql += [
                f"CREATE POLICY change ON {name} FOR UPDATE TO {BASE} USING ({_MINE}) WITH CHECK ({_MINE});",
                f"GRANT UPDATE ON {name} TO {BASE};",
            ]
            back += [f"DROP POLICY change ON {name};"]
        super().__init__("\n".join(sql), "\n".join([*back, f"REVOKE ALL ON {name} FROM {BASE};"]))
        self._deconstructed = (
            [table],
            {"insert": insert, "select": select, "update": update, "insert_check": insert_check, "columns": columns},
        )

    def deconstruct(self) -> tuple[str, list[str], dict[str, object]]:
        return (type(self).__name__, *self._deconstructed)


class AppendOnly(RunSQL):
    """Rows are never changed nor deleted, whoever asks. `shared=True`: save by the proven erasure of an organisation."""

    def __init__(self, table: str, *, shared: bool = False) -> None:
        function = "refuse_change_save_erasure" if shared else "refuse_change"
        super().__init__(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION public.{function}();\n"
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only;",
            f"DROP TRIGGER append_only ON {table};",
        )
        self._deconstructed = ([table], {"shared": shared})

    def deconstruct(self) -> tuple[str, list[str], dict[str, bool]]:
        return (type(self).__name__, *self._deconstructed)
