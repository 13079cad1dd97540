"""For what can't be rolled back: organisations really made, exported, restored and erased, then cleaned up.

Import the fixture in the conftest of a folder that needs it.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from tess.kernel import encryption
from tess.kernel.actor import Actor
from tess.kernel.tenancy.caching import forget_entries
from tess.kernel.tenancy.hosts import forget_hosts
from tess.kernel.tenancy.names import APPLICATION, OWNER_ALIAS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tenants.organisations.models import Organisation
    from tess.local.postgres import Cluster

STANDING = ("rivage", "veilleurs")
LEAVES_ROWS = (
    "organisations_erasurecompletion",
    "organisations_erasureproof",
    "kernel_auditentry",
    "kernel_outboxmessage",
    "identity_invitation",
    "identity_exceptionalaccess",
    "identity_tries",
    "account_emailaddress",
    "mfa_authenticator",
    "identity_handover",
    "identity_session",
    "identity_membership",
    "identity_user",
)


@pytest.fixture
def founded(
    django_db_setup: None, django_db_blocker: Any, cluster: Cluster, tmp_path: Any
) -> Iterator[Callable[..., Organisation]]:
    """`founded("essai")`: a new organisation, committed. Afterwards only the two standing ones remain."""
    with founding(django_db_blocker, cluster, tmp_path / "media") as found:
        yield found


@contextmanager
def founding(django_db_blocker: Any, cluster: Cluster, media: Any) -> Iterator[Callable[..., Organisation]]:
    """The same for a fixture that lives longer than a test."""
    from tenants.organisations.domain.provisioning import create_organisation
    from tess.config import celery_app  # noqa: F401  what is committed rings: the tests' broker is in memory

    def found(slug: str, name: str = "") -> Organisation:
        return create_organisation(name=name or f"L'Essai {slug}", slug=slug, actor=Actor.system("tests"))

    was, settings.MEDIA_ROOT = settings.MEDIA_ROOT, str(media)
    with django_db_blocker.unblock():
        try:
            yield found
        finally:
            connections.close_all()
            clean(cluster)
            settings.MEDIA_ROOT = was


@contextmanager
def commons_put_back(django_db_blocker: Any, cluster: Cluster) -> Iterator[None]:
    """Whatever is committed to shared tables, afterwards they are what they were. Goes around `founding`."""
    columns = (
        "SELECT format('%I', attrelid::regclass), string_agg(quote_ident(attname), ', ') FROM pg_attribute a"
        " JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        " AND attnum > 0 AND NOT attisdropped AND attgenerated = '' GROUP BY attrelid"
    )
    connections.close_all()
    with closing(cluster.connect("postgres", connection.settings_dict["NAME"])) as server, server.cursor() as cursor:
        cursor.execute(columns)
        tables = dict(cursor.fetchall())
        for table in tables:
            cursor.execute(f"CREATE TEMP TABLE was_{table} AS TABLE public.{table}")
        yield
        with django_db_blocker.unblock():
            connections.close_all()
        cursor.execute(f"SET session_replication_role = replica; TRUNCATE {', '.join(tables)}")
        for table, names in tables.items():
            cursor.execute(f"INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE SELECT {names} FROM was_{table}")


def clean(cluster: Cluster) -> None:
    """Remove every organisation but the standing ones, whatever state a test left it in."""
    from tenants.organisations.models import Organisation

    connection.set_schema_to_public()
    forget_hosts()
    for organisation in Organisation.objects.exclude(slug__in=STANDING):
        encryption.destroy_key(organisation.pk)
        forget_entries(organisation.pk)
    database = connection.settings_dict["NAME"]
    with closing(cluster.connect("postgres", database)) as server, server.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'org%%'")
        kept = {f"org_{slug}" for slug in STANDING}
        for (schema,) in cursor.fetchall():
            if schema not in kept:
                cursor.execute(f'DROP SCHEMA "{schema}" CASCADE')
        cursor.execute("SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", [f"o_{database}_org_"])
        for (role,) in cursor.fetchall():
            if role not in {f"o_{database}_{schema}" for schema in kept}:
                cursor.execute(f'DROP OWNED BY "{role}"; DROP ROLE "{role}"')
        for table in LEAVES_ROWS:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER; DELETE FROM {table};")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER;")
        cursor.execute("SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgname = 'append_only'")
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")
        cursor.execute(
            "DELETE FROM organisations_domain WHERE tenant_id NOT IN"
            " (SELECT id FROM organisations_organisation WHERE slug = ANY(%s))",
            [list(STANDING)],
        )
        cursor.execute("DELETE FROM organisations_organisation WHERE slug <> ALL(%s)", [list(STANDING)])


def sql(statement: str, *params: Any, using: str = OWNER_ALIAS) -> list[Any]:
    """Ask something as the owner (or another alias)."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(statement, params or None)
        return cursor.fetchall() if cursor.description else []


__all__ = ["APPLICATION", "clean", "commons_put_back", "founded", "founding", "sql"]
