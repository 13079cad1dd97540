"""The database backend: role and search path set together, lazily, in one statement, and failing closed.

Django asks for `connection.acting_for(organisation)`; nothing is sent until the next statement, so a request that
touches no table costs no round trip. Everything that makes Postgres forget a SET (rollback, savepoint, reconnect)
makes this wrapper forget it too.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db.backends.postgresql.base import CursorDebugWrapper
from django.db.backends.utils import CursorWrapper
from django_tenants.postgresql_backend import base as stock
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from tess.kernel.tenancy.names import COMMONS_READER, OWNER, PUBLIC, role_of

if TYPE_CHECKING:
    from collections.abc import Iterator

APPLICATION = stock.FakeTenant(PUBLIC)
COMMONS = stock.FakeTenant(PUBLIC)
COMMONS.database_role = COMMONS_READER


class _StandingCopy:
    """COPY passes by no execute wrapper: say role and path before it here, or a cursor opened earlier would mistake them."""

    def copy_expert(self, sql: str, file: Any, *args: Any) -> Any:
        self.db.stand_again()  # type: ignore[attr-defined]
        return self.cursor.copy_expert(sql, file, *args)  # type: ignore[attr-defined]


class _Cursor(_StandingCopy, CursorWrapper):
    pass


class _DebugCursor(_StandingCopy, CursorDebugWrapper):
    pass


class DatabaseWrapper(stock.DatabaseWrapper):
    """django-tenants' wrapper, with a Postgres role per organisation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._in_force: tuple[str, str] | None = None
        self._setting_search_path: bool = False
        self._want: tuple[str, str] | None = None
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._check_before_execute)

    @contextmanager
    def acting_for(self, organisation: Any | None) -> Iterator[None]:
        """Run the block as `organisation` (its role, its schema); None is the application itself, in public.

        Sends nothing by itself. Put `transaction.atomic()` inside the block, never around it: deferred triggers fire
        at COMMIT under the role then in force.
        """
        before = self.tenant
        self.set_tenant(organisation if organisation is not None else APPLICATION)
        try:
            yield
        except BaseException:
            self.set_tenant(before)  # nothing sent: the transaction may be aborted, and the error must not be masked
            raise
        self.set_tenant(before)
        if self.in_atomic_block and not self.needs_rollback and self.connection is not None and not self._is_aborted():
            self._handle_search_path()

    def _is_aborted(self) -> bool:
        """Whether Postgres waits for a ROLLBACK, though nobody told Django: a switch now would mask the real error."""
        return bool(self.connection.get_transaction_status() == TRANSACTION_STATUS_INERROR)

    def as_application(self) -> Any:
        """Run the block as the application: users, sessions, memberships and the shared tables, no organisation's."""
        return self.acting_for(None)

    def as_commons_reader(self) -> Any:
        """Run the block as the role that only reads shared content (pages under /commun/)."""
        return self.acting_for(COMMONS)

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """Choose who the next statement is for. Overrides without super(): that would clear the content-type cache."""
        self.tenant, self.schema_name, self.include_public_schema = tenant, tenant.schema_name, include_public
        self.set_settings_schema(self.schema_name)
        self._want = None

    def _wanted(self) -> tuple[str, str]:
        if self._want is None:
            path = ",".join(map(stock.quote_schema_name, self._get_cursor_search_paths()))
            self._want = (self._role(), path)
        return self._want

    def _role(self) -> str:
        if self.settings_dict["USER"] == OWNER:
            return "none"  # the owner migrates: it needs the path, never an organisation's role
        if self.schema_name == PUBLIC:
            return getattr(self.tenant, "database_role", "none")
        return role_of(self.settings_dict["NAME"], self.schema_name)

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self._setting_search_path:
            return
        wanted = self._wanted()
        if self._in_force == wanted:
            return
        self._setting_search_path = True
        own = self.connection.cursor() if cursor is None else None
        try:
            (own or cursor).execute(
                "SELECT set_config('role', %s, false), set_config('search_path', %s, false)", wanted
            )
            (own or cursor).fetchall()
            self._in_force = wanted
        except Exception:
            self._in_force = None
            raise
        finally:
            self._setting_search_path = False
            if own is not None:
                own.close()

    def _check_before_execute(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.stand_again()
        return execute(sql, params, many, context)

    def stand_again(self) -> None:
        """Send role and path if they aren't in force: a cursor opened before a switch must not run as somebody else."""
        if not self._setting_search_path and not self.needs_rollback:
            self._handle_search_path()

    def make_cursor(self, cursor: Any) -> CursorWrapper:
        return _Cursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> CursorWrapper:
        return _DebugCursor(cursor, self)

    def forget_standing(self) -> None:
        """Say role and path again before the next statement: somebody set them behind this wrapper's back."""
        self._in_force = None

    def is_usable(self) -> bool:
        """The health check of a persistent connection, once a request: role and path are said by the same round trip."""
        self._in_force = None
        self._setting_search_path = False
        try:
            with self.connection.cursor() as cursor:
                self._handle_search_path(cursor)
        except self.Database.Error:
            return False
        return True

    def close(self) -> None:
        self._in_force = None
        super().close()

    def rollback(self) -> None:
        super().rollback()
        self._in_force = None

    def savepoint_rollback(self, sid: str) -> None:
        self._setting_search_path = True  # in an aborted transaction only ROLLBACK passes: no switch before it
        try:
            super().savepoint_rollback(sid)
        finally:
            self._setting_search_path = False
            self._in_force = None

    def init_connection_state(self) -> None:
        self._in_force = None
        super().init_connection_state()
