"""The archive an organisation takes away: complete, of one moment, in clear, and nothing of anybody else."""

import hashlib
import json
import uuid
import zipfile

import pytest
from django.db import connection, connections
from django.utils import timezone

from tenants.organisations.domain.export import export_organisation
from tess.identity.domain.memberships import grant, open_account
from tess.identity.models import Session
from tess.identity.roles import Role
from tess.kernel import audit, encryption
from tess.kernel.actor import Actor
from tess.kernel.errors import DomainError
from tess.kernel.tenancy import lifecycle
from tess.kernel.tenancy.files import folder_of
from tess.kernel.tenancy.names import OWNER_ALIAS
from tests.tess.kernel.committed import sql

TESTS = Actor.system("tests")
ROW = uuid.UUID(int=1)


@pytest.fixture
def organisation(founded):
    found = founded("essai")
    sql(
        "CREATE TABLE org_essai.essai (id uuid PRIMARY KEY, word text, hidden bytea, said text);"
        "INSERT INTO org_essai.essai VALUES (%s, 'dit \"oui\", et\nvoilà', %s, NULL), (%s, '', NULL, 'é')",
        ROW,
        encryption.encrypt("très secret", organisation_id=found.pk, model="tests.Essai", row_id=ROW, field="text"),
        uuid.UUID(int=2),
    )
    return found


@pytest.fixture
def registered(monkeypatch):
    monkeypatch.setattr(lifecycle, "_sealed", {})
    lifecycle.sealed_column("essai", "hidden", model="tests.Essai", field="text")


def _export(organisation, tmp_path):
    path = tmp_path / "essai.zip"
    manifest = export_organisation(organisation, path, actor=TESTS)
    return manifest, zipfile.ZipFile(path)


def test_manifest_counts_and_hashes_every_file(organisation, tmp_path, registered):
    folder_of(organisation.pk).mkdir(parents=True)
    (folder_of(organisation.pk) / "rapport.pdf").write_bytes(b"%PDF")
    manifest, archive = _export(organisation, tmp_path)
    assert json.loads(archive.read("manifeste.json")) == manifest
    listed = {entry["name"]: entry for entry in manifest["files"]}
    assert set(listed) | {"manifeste.json", "LISEZ-MOI.txt"} == set(archive.namelist())
    for name, entry in listed.items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == entry["sha256"]
    assert listed["organisation/essai.csv"]["rows"] == 2
    assert listed["organisation/django_migrations.csv"]["rows"] is not None
    assert archive.read("fichiers/rapport.pdf") == b"%PDF"
    assert oct((tmp_path / "essai.zip").stat().st_mode)[-3:] == "600"


def test_encrypted_texts_are_in_clear_and_all_can_be_loaded_back(organisation, tmp_path, registered):
    _manifest, archive = _export(organisation, tmp_path)
    sql("CREATE TABLE org_essai.back (id uuid, word text, hidden text, said text)")
    with archive.open("organisation/essai.csv") as file, connections[OWNER_ALIAS].cursor() as cursor:
        cursor.copy_expert("COPY org_essai.back FROM STDIN (FORMAT csv, HEADER)", file)
    assert sql("SELECT * FROM org_essai.back ORDER BY id") == [
        (ROW, 'dit "oui", et\nvoilà', "très secret", None),
        (uuid.UUID(int=2), "", None, "é"),
    ]


def test_its_shared_rows_and_nothing_of_another(organisation, founded, tmp_path, registered):
    other = founded("autre", name="Autre maison")
    for where, name in ((organisation, "Ana"), (other, "Bob")):
        user = open_account(f"{name}@essai.example", name, "mot de passe long", actor=TESTS)
        grant(user, where, [Role.LISTENER], actor=TESTS)
        audit.record(Actor.system(f"CANARI-{name}", where.pk), "essai.done")
    Session.objects.create(
        session_key="CANARI-session", session_data="x", expire_date=timezone.now(), organisation=organisation
    )
    _manifest, archive = _export(organisation, tmp_path)
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"CANARI-Ana" in everything
    assert str(organisation.pk).encode() in archive.read("commun/identity_membership.csv")
    for secret in ("CANARI-Bob", str(other.pk), "Autre maison", "CANARI-session"):
        assert secret.encode() not in everything


def test_a_failure_leaves_nothing_and_nothing_is_overwritten(organisation, tmp_path):
    def broken(_what):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        export_organisation(organisation, tmp_path / "essai.zip", actor=TESTS, progress=broken)
    assert list(tmp_path.glob("*.zip*")) + list(tmp_path.glob(".*")) == []
    (tmp_path / "essai.zip").write_text("mine")
    with pytest.raises(DomainError):
        export_organisation(organisation, tmp_path / "essai.zip", actor=TESTS)
    assert (tmp_path / "essai.zip").read_text() == "mine"


def test_what_a_law_keeps_is_announced(organisation, tmp_path, registered, monkeypatch):
    kept = dict(lifecycle._shared)
    kept["kernel_auditentry"] = lifecycle.SharedRows("kernel_auditentry", "organisation_id = %s", False, "Loi", 3, True)
    monkeypatch.setattr(lifecycle, "_shared", kept)
    audit.record(Actor.system("essai", organisation.pk), "essai.done")
    manifest, _archive = _export(organisation, tmp_path)
    (entry,) = manifest["kept_after_erasure"]
    assert (entry["table"], entry["rows"], entry["basis"]) == ("kernel_auditentry", 1, "Loi")


def test_the_connection_is_clean_afterwards(organisation, tmp_path, registered):
    _export(organisation, tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('transaction_read_only'), current_schema()")
        assert cursor.fetchone() == ("tess_app", "off", "public")
