"""Postgres itself refuses: another schema, users and sessions, rows of another organisation in shared tables."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from tenants.organisations.models import Organisation
from tess.kernel import audit, outbox
from tess.kernel.actor import Actor
from tess.kernel.models import AuditEntry, OutboxMessage


def _sql(statement, *params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def _refused(statement, *params):
    with pytest.raises(ProgrammingError, match=r"permission denied|row-level security"), transaction.atomic():
        _sql(statement, *params)


def test_no_table_of_another_schema_can_be_read_or_written(organisation):
    with connection.as_application():
        tables = _sql(
            "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
            " WHERE relkind = 'r' AND nspname IN ('org_veilleurs', 'template')"
        )
    assert tables
    for schema, table in tables:
        _refused(f'SELECT 1 FROM "{schema}"."{table}"')
        _refused(f'DELETE FROM "{schema}"."{table}"')


def test_users_sessions_and_proofs_are_out_of_reach(organisation):
    for table in ("identity_user", "identity_session", "identity_handover", "identity_membership", "auth_group",
                  "account_emailaddress", "account_emailconfirmation", "mfa_authenticator", "identity_tries",
                  "organisations_erasureproof", "organisations_domain", "public.django_migrations"):  # fmt: skip
        for statement in (f"SELECT 1 FROM {table}", f"DELETE FROM {table}", f"TRUNCATE {table}"):
            _refused(f"{statement}")


def test_nothing_can_be_made_nor_given(organisation):
    for statement in (
        "CREATE TABLE org_rivage.mine (id int)",
        "CREATE TABLE public.mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ):
        _refused(statement)
    with pytest.raises(DatabaseError), transaction.atomic():
        _sql("ALTER TABLE org_rivage.django_migrations DISABLE TRIGGER ALL")


def test_whoever_one_is_is_read_from_the_role_and_cannot_be_forged(organisation, other_organisation):
    assert _sql("SELECT public.current_organisation()") == [(organisation.pk,)]
    _sql("SET LOCAL search_path = org_veilleurs, public")
    assert _sql("SELECT public.current_organisation()") == [(organisation.pk,)]
    connection.forget_standing()
    with connection.as_application():
        assert _sql("SELECT public.current_organisation()") == [(None,)]


def test_shared_rows_are_written_for_oneself_alone(organisation, other_organisation):
    outbox.post("essai", {"id": "1"}, organisation=organisation.pk)
    audit.record(Actor.system("essai", organisation.pk), "essai.done")
    for forged in (other_organisation.pk, None):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            outbox.post("essai", {"id": "2"}, organisation=forged)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            audit.record(Actor.system("essai", forged), "essai.forged")


def test_an_insert_only_table_gives_back_its_key_and_nothing_else(organisation, acting_for, other_organisation):
    mine = OutboxMessage.objects.create(kind="essai", organisation_id=organisation.pk)
    assert mine.pk
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        OutboxMessage.objects.create(kind="done", organisation_id=organisation.pk, attempts=1)
    _refused("SELECT payload FROM kernel_outboxmessage")
    _refused("UPDATE kernel_outboxmessage SET kind = 'x'")
    _refused("DELETE FROM kernel_outboxmessage")
    _refused("SELECT nextval('kernel_outboxmessage_id_seq')")
    with pytest.raises(ProgrammingError), transaction.atomic():
        OutboxMessage.objects.get_or_create(kind="essai", organisation_id=organisation.pk)
    with acting_for(other_organisation):
        assert _sql("SELECT id FROM kernel_outboxmessage") == []
    with connection.as_application():
        assert OutboxMessage.objects.filter(pk=mine.pk).update(attempts=1) == 1


def test_the_trail_of_another_is_not_seen_and_nobodys_can_be_changed(organisation, acting_for, other_organisation):
    audit.record(Actor.system("essai", organisation.pk), "essai.done")
    assert AuditEntry.objects.filter(action="essai.done").count() == 1
    with acting_for(other_organisation):
        assert not AuditEntry.objects.filter(action="essai.done").exists()
    with connection.as_application():
        for change in ("UPDATE kernel_auditentry SET action = 'x'", "DELETE FROM kernel_auditentry"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                _sql(change)


def test_names_of_organisations_are_known_to_all_and_no_more(organisation):
    assert {slug for (slug,) in _sql("SELECT slug FROM organisations_organisation")} >= {"rivage", "veilleurs"}
    _refused("SELECT state_reason FROM organisations_organisation")
    _refused("UPDATE organisations_organisation SET name = 'x'")


def test_policies_are_enabled_for_all_but_the_owner_who_serves_nobody(db):
    rows = _sql(
        "SELECT relname, relforcerowsecurity, relowner::regrole::text FROM pg_class"
        " WHERE relrowsecurity AND relnamespace = 'public'::regnamespace"
    )
    assert {"kernel_outboxmessage", "kernel_auditentry"} <= {name for name, _forced, _owner in rows}
    assert {(forced, owner) for _name, forced, owner in rows} == {(False, "tess_owner")}


def test_the_commons_reader_reads_shared_pages_and_writes_nothing(db):
    with connection.as_commons_reader():
        assert _sql("SELECT current_user") == [("tess_commons_reader",)]
        _refused("SELECT 1 FROM identity_user")
        _refused("SELECT 1 FROM org_rivage.django_migrations")
        _refused("INSERT INTO kernel_outboxmessage (kind) VALUES ('x')")
    assert Organisation.objects.exists()
