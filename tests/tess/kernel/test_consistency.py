"""What tenancy rests on, read from the catalogue and the code: whoever adds an app keeps it true, or is told here."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, models

from tenants.organisations.domain.template import organisations_schemas, tenant_labels, unlike_template
from tenants.organisations.models import Organisation
from tess.kernel.tenancy import lifecycle
from tess.kernel.tenancy.catalogue_queries import columns_naming_organisations
from tess.kernel.tenancy.names import OWNER_ALIAS, TEMPLATE
from tests.tess.kernel.committed import sql

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
ROOT = Path(settings.BASE_DIR)
OURS = ("platform", "tenants", "cms", "shared_training", "billing")


def _sql(statement, *params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)
        return cursor.fetchall()


def tenant_models():
    labels = tenant_labels()
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in labels]


def test_every_app_with_tables_is_shared_or_tenant_never_both():
    shared, tenant = set(settings.SHARED_APPS), set(settings.TENANT_APPS)
    assert not shared & tenant
    assert {config.name for config in apps.get_app_configs()} <= shared | tenant


def test_every_shared_table_that_names_an_organisation_says_what_becomes_of_its_rows():
    with connection.cursor() as cursor:
        found = {table for table, _column in columns_naming_organisations(cursor)}
    registered = {rows.table for rows in lifecycle.registered()}
    assert found - registered == set(), "register them with lifecycle.shared_rows() in their AppConfig"
    tables = {name for (name,) in _sql("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")}
    assert registered - tables == set(), "registered but absent"


def test_kept_rows_are_not_bound_to_the_organisation_by_a_constraint():
    """Its row in the registry goes; what stays must not hold it back."""
    kept = [rows.table for rows in lifecycle.registered() if not rows.erase]
    bound = _sql(
        "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
        " AND confrelid = 'organisations_organisation'::regclass AND conrelid::regclass::text = ANY(%s)",
        kept,
    )
    assert bound == []


def test_rows_are_erased_before_what_they_point_at():
    order = [rows.table for rows in lifecycle.registered() if rows.erase]
    pointing = _sql(
        "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
        " AND connamespace = 'public'::regnamespace AND NOT condeferrable"
    )
    for child, parent in pointing:
        if child in order and parent in order and child != parent:
            assert order.index(child) < order.index(parent), (child, parent)


def test_no_constraint_crosses_schemas():
    crossing = _sql(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint k JOIN pg_class a ON a.oid = conrelid"
        " JOIN pg_class b ON b.oid = confrelid WHERE contype = 'f' AND a.relnamespace <> b.relnamespace"
    )
    assert crossing == []
    for model in tenant_models():
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model._meta.app_label not in tenant_labels():
                assert not field.db_constraint, f"{field}: a plain key (db_constraint=False)"
                assert field.remote_field.on_delete is models.DO_NOTHING, f"{field}: DO_NOTHING"


def test_every_trigger_of_a_tenant_table_calls_a_function_of_public():
    elsewhere = _sql(
        "SELECT tgname, p.pronamespace::regnamespace::text FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid"
        " JOIN pg_proc p ON p.oid = tgfoid WHERE NOT tgisinternal AND p.pronamespace <> 'public'::regnamespace"
    )
    assert elsewhere == []


def test_functions_that_run_as_their_owner_pin_their_path():
    """SECURITY DEFINER with the caller's path would let a temporary table stand in for a real one."""
    loose = _sql(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
        " AND NOT coalesce(proconfig::text, '') LIKE '%%search_path%%'"
    )
    assert loose == []


def test_no_right_on_identity_for_organisations():
    tables = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ("identity", "auth", "sessions") and model._meta.managed
    ]
    assert get_user_model()._meta.db_table in tables
    roles = [role for (role,) in _sql("SELECT rolname FROM pg_roles WHERE starts_with(rolname, 'o_test_tess_')")]
    for role in [*roles, "tess_base", "tess_commons_reader"]:
        for table in tables:
            held = _sql(
                "SELECT has_any_column_privilege(%s, %s, 'SELECT, INSERT, UPDATE, REFERENCES')"
                " OR has_table_privilege(%s, %s, 'DELETE, TRUNCATE, TRIGGER')",
                role, f"public.{table}", role, f"public.{table}",
            )  # fmt: skip
            assert held == [(False,)], f"{role} on {table}"


def test_an_organisations_role_writes_in_public_only_what_is_guarded_by_rows():
    written = _sql(
        "SELECT relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        " AND has_any_column_privilege('tess_base', oid, 'INSERT, UPDATE') AND NOT relrowsecurity"
    )
    assert written == []
    deleted = _sql(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        " AND has_table_privilege('tess_base', oid, 'DELETE, TRUNCATE')"
    )
    assert deleted == []


def test_every_role_is_plain_and_owns_nothing():
    odd = _sql(
        "SELECT rolname FROM pg_roles WHERE (rolname IN ('tess_app', 'tess_base', 'tess_commons_reader')"
        " OR starts_with(rolname, 'o_test_tess_'))"
        " AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
        "      OR (rolcanlogin AND rolname <> 'tess_app')"
        "      OR EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid))"
    )
    assert odd == []
    assert _sql("SELECT rolinherit FROM pg_roles WHERE rolname = 'tess_app'") == [(False,)]


def test_every_organisation_is_what_the_template_is(django_db_blocker):
    assert Organisation.objects.count() == len(organisations_schemas())
    assert unlike_template(organisations_schemas()) == {}


def test_the_template_holds_no_row():
    for (table,) in sql(
        "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r'", TEMPLATE
    ):
        if table != "django_migrations":
            assert sql(f'SELECT 1 FROM "{TEMPLATE}"."{table}" LIMIT 1') == [], table


def test_encrypted_columns_are_registered_for_the_export():
    sealed = {
        (model._meta.db_table, field.column)
        for model in tenant_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField)
    }
    registered = {(table, column) for table, column in lifecycle._sealed}
    assert sealed - registered == set(), "register them with lifecycle.sealed_column() in their AppConfig"


NOT_PEOPLE = {("desk_referral", "service_id")}  # a relay of the shared directory


def test_apps_that_know_people_forget_them():
    """A plain key to a user has no constraint to clear it, and any UUID may be one: the app registers forgets_users()."""
    unexplained = {
        (model._meta.app_label, model._meta.db_table, field.column)
        for model in tenant_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.UUIDField) or field.related_model is get_user_model()
        if not field.primary_key and (model._meta.db_table, field.column) not in NOT_PEOPLE
    }
    assert {("people", "people_person", "user_id"), ("telephony", "telephony_importbatch", "undone_by")} <= unexplained
    forgetting = lifecycle.steps_that_forget_users()
    assert {each for each in unexplained if each[0] not in forgetting} == set(), "register lifecycle.forgets_users()"


def test_the_owners_connection_never_serves():
    """Only an operator's verbs and the set-up name it; no view, no form, no task, no query."""
    naming = {
        str(path.relative_to(ROOT))
        for folder in OURS
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"OWNER_ALIAS|owner_connection|[\"']owner[\"']", path.read_text())
    }
    for part in ("views/", "forms/", "tasks.py", "queries.py", "middleware.py", "guards.py", "templatetags/", "urls"):
        assert not [name for name in naming if part in name and name != "platform/tess/kernel/middleware.py"], part
    assert OWNER_ALIAS != "default"
