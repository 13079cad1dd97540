"""The template: one schema, migrated by Django, from which every organisation is cloned."""

from __future__ import annotations

from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from tess.kernel.tenancy import clone
from tess.kernel.tenancy.names import OWNER_ALIAS, TEMPLATE


def prepare_template() -> None:
    """Make the template if it is absent and bring it to this version. As the owner."""
    owner = connections[OWNER_ALIAS]
    with owner.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA IF NOT EXISTS "{TEMPLATE}"')
    owner.set_schema(TEMPLATE)
    try:
        executor = MigrationExecutor(owner)
        executor.migrate([leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] in tenant_labels()])
    finally:
        owner.set_schema_to_public()
    with transaction.atomic(using=OWNER_ALIAS), owner.cursor() as cursor:
        role = clone.create_role(cursor, TEMPLATE, served=False)
        cursor.execute(clone.fill_in(clone.GRANTS, TEMPLATE, role))


def tenant_labels() -> set[str]:
    """The labels of the apps whose tables stand in each organisation's schema."""
    from django.apps import apps
    from django.conf import settings

    names = set(settings.TENANT_APPS)
    return {config.label for config in apps.get_app_configs() if config.name in names}
