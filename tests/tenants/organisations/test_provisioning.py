"""An organisation is made whole or not at all; a schema that isn't what the template is doesn't pass for it."""

from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tenants.organisations.domain import provisioning
from tenants.organisations.domain.provisioning import CloneDiffers, create_organisation, new_organisation
from tenants.organisations.models import Domain, Organisation, OrganisationState
from tess.kernel import audit
from tess.kernel.actor import Actor
from tess.kernel.errors import DomainError
from tess.kernel.models import AuditEntry
from tess.kernel.tenancy import clone, replay
from tess.kernel.tenancy.names import TEMPLATE
from tests.tess.kernel.committed import sql

TESTS = Actor.system("tests")
CALLS, LEDGER, ROLE = "org_rivage.telephony_call", "org_rivage.people_hoursentry", '"o_test_tess_org_rivage"'
DEFAULTS = "ALTER DEFAULT PRIVILEGES FOR ROLE tess_owner IN SCHEMA org_rivage"
TAMPERINGS = {
    "an index less": "DROP INDEX org_rivage.{index}",
    "an index more": f"CREATE INDEX mine ON {CALLS} (talk_seconds)",
    "an invalid index": "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'org_rivage.{index}'::regclass",
    "a trigger less": f"DROP TRIGGER append_only ON {LEDGER}",
    "a disabled trigger": f"ALTER TABLE {LEDGER} DISABLE TRIGGER append_only",
    "a trigger that replication passes by": f"ALTER TABLE {LEDGER} ENABLE TRIGGER append_only",
    "a trigger that does something else": f"DROP TRIGGER append_only ON {LEDGER}; CREATE TRIGGER append_only BEFORE DELETE"
    f" ON {LEDGER} FOR EACH ROW EXECUTE FUNCTION public.refuse_change()",
    "a column more": f"ALTER TABLE {CALLS} ADD mine int",
    "a column less": f"ALTER TABLE {CALLS} DROP talk_seconds",
    "another type": f"ALTER TABLE {CALLS} ALTER talk_seconds TYPE numeric",
    "a column that may be empty": f"ALTER TABLE {CALLS} ALTER line_id DROP NOT NULL",
    "another default": f"ALTER TABLE {CALLS} ALTER talk_seconds SET DEFAULT 7",
    "a check nobody ever made": f"ALTER TABLE {CALLS} ADD CONSTRAINT mine CHECK (talk_seconds < 7) NOT VALID",
    "a right less": f"REVOKE INSERT ON {CALLS} FROM {ROLE}",
    "a right more": f"GRANT TRUNCATE ON {CALLS} TO {ROLE}",
    "somebody else's right": f"GRANT SELECT ON {CALLS} TO tess_app",
    "everybody's right": f"GRANT SELECT ON {CALLS} TO PUBLIC",
    "a right on one column": f"GRANT SELECT (line_id) ON {CALLS} TO tess_app",
    "a right on the schema": f"GRANT CREATE ON SCHEMA org_rivage TO {ROLE}",
    "a right on history": f"GRANT INSERT ON org_rivage.django_migrations TO {ROLE}",
    "a default right more": f"{DEFAULTS} GRANT TRUNCATE ON TABLES TO {ROLE}",
    "a default right less": f"{DEFAULTS} REVOKE INSERT ON TABLES FROM {ROLE}",
    "a table more": "CREATE TABLE org_rivage.mine (id int)",
    "another owner": f"ALTER TABLE {CALLS} OWNER TO postgres",
    "a function": "CREATE FUNCTION org_rivage.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "a view": "CREATE VIEW org_rivage.mine AS SELECT 1",
    "rows hidden": f"ALTER TABLE {CALLS} ENABLE ROW LEVEL SECURITY",
}


@pytest.fixture
def server(cluster, django_db_setup):
    """A superuser's cursor; what it does is undone."""
    with closing(cluster.connect("postgres", connection.settings_dict["NAME"])) as found:
        found.autocommit = False
        yield found.cursor()
        found.rollback()


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_the_fingerprint_sees(server, tampering):
    wanted = clone.fingerprint(server, TEMPLATE)
    assert clone.fingerprint(server, "org_rivage") == wanted
    server.execute(
        "SELECT min(c.relname) FROM pg_index JOIN pg_class c ON c.oid = indexrelid"
        " WHERE indrelid = %s::regclass AND NOT indisunique",
        [CALLS],
    )
    server.execute(TAMPERINGS[tampering].format(index=server.fetchone()[0]))
    assert clone.fingerprint(server, "org_rivage") != wanted


def _standing():
    """All that making an organisation makes, wherever it stands."""
    database = connection.settings_dict["NAME"]
    return {
        "schemas": sql("SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%%' ORDER BY 1"),
        "roles": sql("SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s) ORDER BY 1", f"o_{database}_"),
        "organisations": list(Organisation.objects.order_by("pk").values()),
        "hosts": list(Domain.objects.order_by("pk").values()),
        "keys": {path.name for path in Path(settings.KEYS_DIR).iterdir()},
        "audit": AuditEntry.objects.count(),
    }


@pytest.fixture
def nothing_made(founded):
    """Asserts at the end that all stands as it did before the test."""
    before = _standing()
    yield
    assert _standing() == before


def test_a_clone_that_differs_leaves_nothing(founded, nothing_made, monkeypatch):
    monkeypatch.setattr(clone, "fingerprint", lambda _cursor, schema: schema)
    with pytest.raises(CloneDiffers):
        founded("essai")


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_a_failure_at_the_last_step_leaves_nothing(founded, nothing_made, monkeypatch, error):
    def fails(*_args, **_more):
        raise error

    monkeypatch.setattr(audit, "record", fails)
    with pytest.raises(error):
        founded("essai")


@pytest.mark.parametrize(
    "slug",
    ["", "x" * 31, "Essai", "essai nord", "essai_nord", "éssai", "-essai", "essai-", "1essai", "essai\n", 'e"; --'],
)
def test_a_malformed_short_name_is_refused(nothing_made, slug):
    with pytest.raises(DomainError) as refusal:
        create_organisation(name="L'Essai", slug=slug, actor=TESTS)
    assert refusal.value.field == "slug"


def test_a_taken_short_name_is_refused_also_when_taken_meanwhile(founded, nothing_made, monkeypatch):
    standing = Organisation.objects.get(slug="rivage")
    with pytest.raises(DomainError, match="nom court"):
        founded("rivage")
    monkeypatch.setattr(
        provisioning,
        "new_organisation",
        lambda **given: Organisation(slug="rivage", schema_name="org_autre", name="x", state=given["state"]),
    )
    with pytest.raises(DomainError, match="nom court"):
        founded("rivage")
    assert Organisation.objects.get(slug="rivage") == standing


def test_a_schema_without_an_organisation_is_told_and_left_alone(founded, nothing_made):
    sql("CREATE SCHEMA org_essai; CREATE TABLE org_essai.precious (id int)")
    with pytest.raises(DomainError, match="org_essai"):
        founded("essai")
    assert sql("SELECT to_regclass('org_essai.precious') IS NOT NULL") == [(True,)]
    sql("DROP SCHEMA org_essai CASCADE")


def test_nothing_is_made_while_organisations_are_brought_up_to_date(founded, cluster):
    with closing(cluster.connect("tess_owner", connection.settings_dict["NAME"])) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [replay.LOCK])
        before = _standing()
        with pytest.raises(DomainError, match="réessayez"):
            founded("essai")
        assert _standing() == before
        cursor.execute("SELECT pg_advisory_unlock(%s)", [replay.LOCK])
    assert founded("essai").is_served


@pytest.mark.parametrize(
    ("slug", "name", "said"), [("www", "Écoute", "réservé"), ("essai", "a\x01b", "ne s’affichent pas")]
)
def test_names_that_would_mislead_are_refused(db, slug, name, said):
    with pytest.raises(DomainError, match=said):
        new_organisation(name=name, slug=slug, state=OrganisationState.ACTIVE)
