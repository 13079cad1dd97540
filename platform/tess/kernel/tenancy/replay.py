"""Migrate every organisation: one migration after another, its SQL rendered once and replayed in each schema.

Three kinds:
  plain   one transaction a schema, with its line in django_migrations: done or not done;
  python  Django's own executor, a transaction a schema (Python operations; a default computed in Python, which would be
          frozen at rendering);
  apart   `atomic = False`: each statement alone, nothing but concurrent indexes; what a killed one left invalid is
          dropped first.
Killed at any moment, it is simply run again. One advisory lock for the run: the backend of a killed client may go on.
"""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connections, transaction
from django.db.migrations import operations as django_operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, AlterField, RunSQL, SeparateDatabaseAndState

from tess.kernel.tenancy.db import connection
from tess.kernel.tenancy.names import DEFAULT_ALIAS, EXTENSIONS, PUBLIC
from tess.kernel.tenancy.ownership import default_alias_as_owner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from django.db.migrations import Migration
    from django.db.migrations.operations.base import Operation

LOCK = 7302026  # the advisory lock of a run; provisioning takes it shared, so that no half-migrated template is cloned
_LOCK_TIMEOUT = "2s"  # no table is kept waiting longer by us
_ATTEMPTS = 3
_PATIENCE = 15.0  # seconds: the backend of a killed run gives up within its lock time-out
_DJANGOS = (django_operations.__name__, "django.contrib.postgres.operations")
_CONCURRENT = re.compile(r"^\s*(CREATE( UNIQUE)?|DROP) INDEX CONCURRENTLY ", re.IGNORECASE)

Key = tuple[str, str]  # (app label, migration's name)


class AnotherRun(Exception):
    """Another migration is under way, or the backend of a killed one hasn't finished."""


class NotResumable(Exception):
    """A migration without a transaction does something that can't be done twice."""


@dataclass
class Report:
    """What a run did: schemas migrated by migration, and why some were not (they wait for the next run)."""

    done: dict[Key, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)  # schema -> the first line of the error


def migrate_all(
    schemas: Sequence[str],
    labels: set[str],
    *,
    say: Callable[[str], object] = bool,
    after_each: Callable[[str, Key], object] = lambda _schema, _key: None,
    patience: float = _PATIENCE,
) -> Report:
    """Bring each of `schemas` to the last migration of the apps `labels`; the first one is what SQL is rendered against.

    As the owner, on the default alias (data migrations know no other). A schema that fails is left where it was and the
    others go on. `after_each` is told (schema, migration) as they are done. Raises AnotherRun, NotResumable.
    """
    report = Report()
    with default_alias_as_owner(), _alone(patience):
        loader = MigrationLoader(None)
        done = _applied(schemas)
        for key in _plan(loader, labels):
            todo = [schema for schema in schemas if (schema, key) not in done and schema not in report.failed]
            if todo:
                _migrate(loader, key, todo, report, after_each)
                say(f"{key[0]}.{key[1]}: {report.done[key]}/{len(todo)}")
    return report


def kind_of(migration: Migration) -> str:
    """`plain`, `python` or `apart`."""
    if any(_needs_python(operation) for operation in migration.operations):
        return "python"
    return "plain" if migration.atomic else "apart"


def _needs_python(operation: Operation) -> bool:
    if isinstance(operation, SeparateDatabaseAndState):
        return any(_needs_python(each) for each in operation.database_operations)
    if isinstance(operation, (AddField, AlterField)):
        return callable(operation.field.default)
    known = isinstance(operation, RunSQL) or type(operation).__module__.startswith(_DJANGOS)
    return not (known and operation.reduces_to_sql)  # an operation nobody knows may do anything


def _plan(loader: MigrationLoader, labels: set[str]) -> list[Key]:
    leaves = [leaf for leaf in loader.graph.leaf_nodes() if leaf[0] in labels]
    plan: list[Key] = []
    for leaf in leaves:
        plan += [key for key in loader.graph.forwards_plan(leaf) if key[0] in labels and key not in plan]
    return plan


def _applied(schemas: Sequence[str]) -> set[tuple[str, Key]]:
    with connections[DEFAULT_ALIAS].cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{each}', app, name FROM \"{each}\".django_migrations" for each in schemas)  # noqa: S608
        )
        return {(schema, (app, name)) for schema, app, name in cursor.fetchall()}


def _migrate(
    loader: MigrationLoader, key: Key, todo: list[str], report: Report, after_each: Callable[[str, Key], object]
) -> None:
    step = _step(loader, key, todo[0])
    report.done[key] = 0
    for schema in todo:
        try:
            _patiently(step, schema)
        except Exception as error:  # noqa: BLE001  told in the report; the other schemas go on
            report.failed[schema] = f"{key[0]}.{key[1]}: {str(error).strip().splitlines()[0]}"
        else:
            report.done[key] += 1
            after_each(schema, key)


def _patiently(step: Callable[[str], None], schema: str) -> None:
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            step(schema)
        except OperationalError:  # a lock not had in time
            if attempt == _ATTEMPTS:
                raise
            time.sleep(0.2 * attempt)
        else:
            return


def _step(loader: MigrationLoader, key: Key, schema: str) -> Callable[[str], None]:
    """What is done in each schema for one migration; `schema` has all that comes before it."""
    migration = loader.get_migration(*key)
    how = kind_of(migration)
    if how == "python":
        executor = MigrationExecutor(connections[DEFAULT_ALIAS])
        state = loader.project_state(key, at_end=False)
        return lambda each: _run_python(executor, state.clone(), migration, each)
    statements = _render(loader, key, schema)
    if how == "plain":
        return lambda each: _replay(key, statements, each)
    for statement in statements:
        if not _CONCURRENT.match(statement):
            raise NotResumable(f"{key[0]}.{key[1]} has no transaction: only concurrent indexes belong in it")
    return lambda each: _run_apart(key, statements, each)


def _render(loader: MigrationLoader, key: Key, schema: str) -> list[str]:
    """The migration's SQL. In a real schema: some operations look up the names of constraints in the database."""
    migration, state = loader.get_migration(*key), loader.project_state(key, at_end=False)
    connection.set_schema(schema)
    try:
        with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
            migration.apply(state, editor, collect_sql=True)
    finally:
        connection.set_schema_to_public()
    return [text for text in editor.collected_sql if not all(line.startswith("--") for line in text.splitlines())]


def _replay(key: Key, statements: list[str], schema: str) -> None:
    """All in one message to the server: one round trip a schema."""
    script = (
        f"SET LOCAL search_path = \"{schema}\", {PUBLIC}, {EXTENSIONS}; SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}';\n"
        + "\n".join(statements)
        + f"\nINSERT INTO django_migrations (app, name, applied) VALUES ('{key[0]}', '{key[1]}', now());"
    )
    with transaction.atomic(using=DEFAULT_ALIAS), connections[DEFAULT_ALIAS].cursor() as cursor:
        cursor.execute(script)


@contextmanager
def _in_schema(schema: str) -> Iterator[Any]:
    connection.set_schema(schema)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{_LOCK_TIMEOUT}'")
            yield cursor
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")
        connection.set_schema_to_public()


def _run_python(executor: MigrationExecutor, state: Any, migration: Migration, schema: str) -> None:
    with _in_schema(schema):
        if migration.atomic:
            with transaction.atomic(using=DEFAULT_ALIAS):
                executor.apply_migration(state, migration)
        else:
            executor.apply_migration(state, migration)


def _run_apart(key: Key, statements: list[str], schema: str) -> None:
    with _in_schema(schema) as cursor:
        cursor.execute(
            "SELECT relname FROM pg_index JOIN pg_class c ON c.oid = indexrelid"
            " JOIN pg_namespace n ON n.oid = relnamespace WHERE NOT indisvalid AND nspname = %s",
            [schema],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX CONCURRENTLY "{name}"')
        for statement in statements:
            cursor.execute(_once(statement))
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())", key)


def _once(statement: str) -> str:
    """The same, harmless when a run killed before it wrote its line had already done it."""
    statement = re.sub(r"^\s*(CREATE( UNIQUE)? INDEX CONCURRENTLY) (?!IF )", r"\1 IF NOT EXISTS ", statement)
    return re.sub(r"^\s*(DROP INDEX CONCURRENTLY) (?!IF )", r"\1 IF EXISTS ", statement)


@contextmanager
def _alone(patience: float) -> Iterator[None]:
    until = time.monotonic() + patience
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if cursor.fetchone()[0]:
                break
            if time.monotonic() > until:
                raise AnotherRun("another migration is running, or the backend of a killed one has not finished")
            time.sleep(0.2)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
