"""Every schema at this version: the template, from which organisations are cloned, and the organisations themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import OperationalError, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from tenants.organisations.models import Organisation
from tess.kernel.errors import DomainError
from tess.kernel.tenancy import clone, replay
from tess.kernel.tenancy.catalogue_queries import schema_exists
from tess.kernel.tenancy.db import owner_connection
from tess.kernel.tenancy.names import OWNER_ALIAS, TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Callable


class SchemasBehind(DomainError):
    """Some organisations are not at this version; `failed` says why, by schema. The others are."""

    def __init__(self, failed: dict[str, str]) -> None:
        lines = "\n".join(f"  {schema}: {reason}" for schema, reason in failed.items())
        super().__init__(_("Some organisations could not be brought up to date; start again:") + "\n" + lines)
        self.failed = failed


def bring_schemas_up(say: Callable[[str], object] = bool) -> None:
    """Make the template if it is absent; migrate it and every organisation to this version. As the owner.

    Raises SchemasBehind when some failed or ended up unlike the template; the others are done.
    """
    make_template()
    schemas = [TEMPLATE, *organisations_schemas()]
    report = replay.migrate_all(schemas, tenant_labels(), say=say)
    failed = dict(report.failed)
    if report.done:
        failed |= unlike_template([schema for schema in schemas if schema not in failed])
    if failed:
        raise SchemasBehind(failed)


def make_template() -> None:
    """An empty template with its role and rights; nothing when it stands."""
    owner = owner_connection()
    with transaction.atomic(using=OWNER_ALIAS), owner.cursor() as cursor:
        if schema_exists(cursor, TEMPLATE):
            return
        cursor.execute(f'CREATE SCHEMA "{TEMPLATE}"')
        owner.set_schema(TEMPLATE)
        try:
            MigrationRecorder(owner).ensure_schema()
        finally:
            owner.set_schema_to_public()
        role = clone.create_role(cursor, TEMPLATE, served=False)
        cursor.execute(clone.fill_in(clone.GRANTS, TEMPLATE, role))


def organisations_schemas() -> list[str]:
    """The schemas of all organisations, whatever their state; one whose schema a restore has yet to bring is left out."""
    names = Organisation.objects.using(OWNER_ALIAS).order_by("schema_name").values_list("schema_name", flat=True)
    with connections[OWNER_ALIAS].cursor() as cursor:
        return [name for name in names if schema_exists(cursor, name)]


def unlike_template(schemas: list[str]) -> dict[str, str]:
    """Those of `schemas` whose fingerprint isn't the template's, and why one says so."""
    wanted, found = _fingerprint(TEMPLATE), {}
    for schema in schemas:
        try:
            if _fingerprint(schema) != wanted:
                found[schema] = _("unlike the template")
        except OperationalError:
            found[schema] = _("somebody holds a lock: it could not be compared with the template")
    return found


def _fingerprint(schema: str) -> str:
    with transaction.atomic(using=OWNER_ALIAS), connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")  # reading a definition takes a lock on its table
        return clone.fingerprint(cursor, schema)


def tenant_labels() -> set[str]:
    """The labels of the apps whose tables stand in each organisation's schema."""
    from django.apps import apps
    from django.conf import settings

    names = set(settings.TENANT_APPS)
    return {config.label for config in apps.get_app_configs() if config.name in names}
