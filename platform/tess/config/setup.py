"""The database, from nothing to ready: shared tables, then the template from which organisations are cloned. As the owner."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate

import tess.kernel.tenancy
from tess.kernel.tenancy.db import owner_connection
from tess.kernel.tenancy.ownership import default_alias_as_owner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def prepare_database(say: Callable[[str], object] = bool) -> list[str]:
    """Bring the database and every organisation's schema to this version. May be run again, after a kill too.

    `say` is told each step. Returns sentences for the operator, on what doesn't prevent serving.
    Raises SchemasBehind when some organisations failed; the others are done.
    """
    from tenants.organisations.domain.erasure import finish_erasures
    from tenants.organisations.domain.template import bring_schemas_up

    owner = owner_connection()
    owner.set_schema_to_public()
    say("shared tables")
    with owner.cursor() as cursor:
        cursor.execute((Path(tess.kernel.tenancy.__file__).parent / "sql" / "database.sql").read_text())
        for script in _public_functions():
            cursor.execute(script.read_text())
    with default_alias_as_owner(), _no_collecting():
        call_command(Migrate(), interactive=False, verbosity=0)
    say("organisations")
    bring_schemas_up(say)
    return finish_erasures(say)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Migrations from nothing make millions of objects that stay until the end: looking through them for garbage, again and
    again, takes a fifth of the time (24 → 20 s; memory 0.55 GB at most).
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _public_functions() -> list[Path]:
    """The trigger functions of our apps: they live in public, with no switch a role could set, and serve every schema.

    Replaced before any schema is migrated: one that needs a new column takes a new name (docs/adr/0008).
    """
    found = (Path(config.path) / "sql" / "public_functions.sql" for config in apps.get_app_configs())
    return [script for script in found if script.exists()]
