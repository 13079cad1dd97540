"""The connection itself: what makes Postgres forget a SET makes the wrapper forget it too. On committed connections."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tenants.organisations.models import Organisation
from tess.identity.models import User
from tests.tess.kernel.committed import sql

ESSAI = "o_test_tess_org_essai"


def _who():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schema()")
        return cursor.fetchone()


def test_switching_sends_nothing_until_something_is_asked(founded):
    organisation = founded("essai")
    with CaptureQueriesContext(connection) as sent, connection.acting_for(organisation), connection.as_application():
        pass
    assert len(sent) == 0


def test_a_reconnection_says_role_and_path_again(founded):
    organisation = founded("essai")
    with connection.acting_for(organisation):
        assert _who() == (ESSAI, "org_essai")
        connection.close()
        assert _who() == (ESSAI, "org_essai")


def test_a_rollback_takes_the_role_with_it(founded):
    organisation = founded("essai")
    with pytest.raises(KeyError), transaction.atomic():
        with connection.acting_for(organisation):
            assert _who()[0] == ESSAI
        raise KeyError
    assert _who() == ("tess_app", "public")
    with connection.acting_for(organisation):
        with pytest.raises(KeyError), transaction.atomic():
            _who()
            raise KeyError
        assert _who() == (ESSAI, "org_essai")


def test_an_aborted_transaction_keeps_its_own_error(founded):
    organisation = founded("essai")
    with (
        pytest.raises(DatabaseError, match="division by zero"),
        transaction.atomic(),
        connection.acting_for(organisation),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT 1 / 0")
    assert _who() == ("tess_app", "public")


def test_a_deferred_trigger_fires_at_commit_as_the_organisation(founded):
    """Hence `atomic` inside `acting_for`, never around it."""
    organisation = founded("essai")
    sql(
        "CREATE FUNCTION public.note_who() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " PERFORM set_config('tests.who', current_user, false); RETURN NULL; END $$;"
        "CREATE TABLE org_essai.essai (id int);"
        "CREATE CONSTRAINT TRIGGER note AFTER INSERT ON org_essai.essai DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION public.note_who();"
    )
    try:
        with connection.acting_for(organisation), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO essai VALUES (1)")
            with connection.as_application():
                User.objects.count()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('tests.who')")
            assert cursor.fetchone() == (ESSAI,)
    finally:
        sql("DROP FUNCTION public.note_who() CASCADE")


def test_the_content_types_cache_outlives_a_switch(founded):
    organisation = founded("essai")
    ContentType.objects.clear_cache()
    known = ContentType.objects.get_for_model(User)
    with connection.acting_for(organisation), CaptureQueriesContext(connection) as sent:
        assert ContentType.objects.get_for_model(User) == known
    assert len(sent) == 0


def test_a_tenant_table_outside_any_organisation_fails_loudly(founded):
    founded("essai")
    sql("CREATE TABLE org_essai.essai (id int)")
    with pytest.raises(DatabaseError, match='relation "essai" does not exist'), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM essai")


def test_the_login_role_cannot_take_the_templates_role_nor_the_owners(founded):
    for role in ("o_test_tess_template", "tess_owner", "postgres"):
        with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
            cursor.execute(f'SET ROLE "{role}"')


def test_a_health_check_says_role_and_path_in_the_same_round_trip(founded):
    organisation = founded("essai")
    with connection.acting_for(organisation):
        _who()
        assert connection.is_usable()
        with CaptureQueriesContext(connection) as sent:
            assert _who() == (ESSAI, "org_essai")
        assert len(sent) == 1
    connection.connection.close()
    assert not connection.is_usable()
    connection.close()
    assert Organisation.objects.filter(slug="essai").exists()
