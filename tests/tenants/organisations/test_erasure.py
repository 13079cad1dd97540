"""An organisation that leaves: nothing stays but what a law keeps, and a proof says so."""

import shutil
import uuid

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, connection

from tenants.organisations.domain import erasure
from tenants.organisations.domain.suspension import suspend_organisation
from tenants.organisations.models import ErasureCompletion, ErasureProof, Organisation
from tess.config.setup import prepare_database
from tess.identity.domain.memberships import grant, open_account
from tess.identity.models import Membership, User
from tess.identity.roles import Role
from tess.kernel import audit, encryption, outbox
from tess.kernel.actor import Actor
from tess.kernel.errors import Conflict, DomainError
from tess.kernel.intake import uploads
from tess.kernel.models import AuditEntry, OutboxMessage
from tess.kernel.tenancy import lifecycle
from tess.kernel.tenancy.files import folder_of
from tests.tess.kernel.committed import sql

TESTS = Actor.system("tests")


def _fill(organisation):
    user = open_account("ana@essai.example", "Ana", "mot de passe long", actor=TESTS)
    grant(user, organisation, [Role.LISTENER], actor=TESTS)
    outbox.post("essai", {"id": "1"}, organisation=organisation.pk)
    audit.record(Actor.system("essai", organisation.pk), "essai.done", organisation)
    _fill_folder(organisation)
    with connection.acting_for(organisation):
        caches["organisation"].set("essai", "secret")
    return user


def _fill_folder(organisation):
    folder_of(organisation.pk).mkdir(parents=True)
    (folder_of(organisation.pk) / "rapport.pdf").write_text("secret")


def _killed(*_what):
    raise KeyboardInterrupt


def test_nothing_is_left_and_the_proof_says_what_was_erased(founded):
    organisation, other = founded("essai"), founded("autre")
    user = _fill(organisation)
    outbox.post("essai", {"id": "2"}, organisation=other.pk)
    proof = erasure.erase_organisation(organisation, actor=TESTS)
    assert erasure.left_over(proof) == []
    assert not Organisation.objects.filter(slug="essai").exists()
    assert not encryption.has_key(organisation.pk)
    assert not Membership.objects.filter(user=user).exists()
    assert User.objects.filter(pk=user.pk).exists(), "the person's account has a life of its own"
    assert not AuditEntry.objects.filter(organisation_id=organisation.pk).exists()
    assert OutboxMessage.objects.get(organisation_id=other.pk).payload == {"id": "2"}
    assert encryption.has_key(other.pk)
    proof.refresh_from_db()
    assert proof.is_complete
    assert proof.shared_tables["identity_membership"] == 1
    assert proof.shared_tables["kernel_auditentry"] == 2  # the record and the grant
    assert "django_migrations" in proof.own_tables
    assert proof.completion.key_destroyed
    assert proof.completion.files_removed == 1


def test_another_whose_name_begins_like_something_moved_aside_lives_on(founded):
    organisation = founded("essai")
    others = [founded("essai-aside-nord"), founded("essai-aside-20260907010203")]
    sql("CREATE SCHEMA org_essai_aside_20260907010204; CREATE SCHEMA org_essai_aside_20260907")
    proof = erasure.erase_organisation(organisation, actor=TESTS)
    for other in others:
        with connection.acting_for(other), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")
            assert cursor.fetchone()[0] > 0
    assert sql("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'org_essai%%' ORDER BY 1") == [
        ("org_essai_aside_20260907",),
        ("org_essai_aside_20260907010203",),
        ("org_essai_aside_nord",),
    ]
    assert erasure.left_over(proof) == []


def test_call_files_on_their_way_go_too_and_are_looked_for(founded, tmp_path, monkeypatch):
    """They hold callers' numbers in clear, and stand outside the organisation's own folder."""
    monkeypatch.setattr(settings, "IMPORTS_DIR", str(tmp_path / "imports"))
    organisation, other = founded("essai"), founded("autre")
    for each in (organisation, other):
        with connection.acting_for(each):
            uploads.write(uuid.uuid4(), [b"0199001234"])
    proof = erasure.erase_organisation(organisation, actor=TESTS)
    assert proof.completion.files_removed == 1
    assert [path.name for path in (tmp_path / "imports").iterdir()] == ["org_autre"]
    assert len(list((tmp_path / "imports" / "org_autre").iterdir())) == 1
    (tmp_path / "imports" / "org_essai").mkdir()
    assert erasure.left_over(proof) == []
    (tmp_path / "imports" / "org_essai" / "late.csv").write_text("0199001234")
    assert erasure.left_over(proof) == [f"des fichiers dans {tmp_path}/imports/org_essai"]


def test_a_connection_still_in_its_role_is_refused(founded):
    organisation = founded("essai")
    with connection.acting_for(organisation), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        erasure.erase_organisation(organisation, actor=TESTS)
    with pytest.raises(DatabaseError), connection.acting_for(organisation), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")


def test_the_same_name_may_be_used_again(founded):
    first = founded("essai")
    erasure.erase_organisation(first, actor=TESTS)
    second = founded("essai")
    assert second.pk != first.pk
    with connection.acting_for(second), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
    erasure.erase_organisation(second, actor=TESTS)
    assert ErasureProof.objects.filter(slug="essai").count() == 2


def test_killed_between_the_database_and_the_key_it_is_finished_later(founded, monkeypatch):
    organisation = founded("essai")
    _fill(organisation)

    monkeypatch.setattr(encryption, "destroy_key", _killed)
    with pytest.raises(KeyboardInterrupt):
        erasure.erase_organisation(organisation, actor=TESTS)
    monkeypatch.undo()
    proof = ErasureProof.objects.get()
    assert not proof.is_complete
    assert set(erasure.left_over(proof)) == {"sa clé", f"des fichiers dans {folder_of(organisation.pk)}"}
    with pytest.raises(DomainError, match="effacement"):
        founded("essai")
    assert erasure.unfinished_erasure("essai") == proof
    assert erasure.finish_erasures() == []
    assert erasure.left_over(proof) == []
    assert ErasureProof.objects.get().is_complete
    assert erasure.unfinished_erasure("essai") is None


def test_one_that_cannot_be_finished_holds_up_nobody_and_is_told(founded, monkeypatch):
    stuck, other = founded("essai"), founded("autre")
    for each in (stuck, other):
        _fill_folder(each)
        monkeypatch.setattr(encryption, "destroy_key", _killed)
        with pytest.raises(KeyboardInterrupt):
            erasure.erase_organisation(each, actor=TESTS)
        monkeypatch.undo()

    remove = shutil.rmtree

    def refuse(folder, **options):
        if str(stuck.pk) not in str(folder):
            remove(folder, **options)
        elif not options:
            raise PermissionError(1, "Operation not permitted", str(folder))

    monkeypatch.setattr(shutil, "rmtree", refuse)
    (told,) = prepare_database()
    assert "L'Essai essai" in told
    assert str(folder_of(stuck.pk)) in told
    assert "tess organisation erase essai" in told
    assert [proof.slug for proof in ErasureProof.objects.exclude(completion=None)] == ["autre"]
    assert not encryption.has_key(stuck.pk)
    with pytest.raises(erasure.StillThere, match="not permitted"):
        erasure.finish_erasure(erasure.unfinished_erasure("essai"))
    monkeypatch.undo()
    assert erasure.finish_erasure(erasure.unfinished_erasure("essai")).completion.files_removed == 1
    assert prepare_database() == []


def test_killed_before_the_database_it_may_be_asked_again(founded, monkeypatch):
    organisation = founded("essai")
    suspend_organisation(organisation, reason="départ", actor=TESTS)

    monkeypatch.setattr(erasure, "_erase_database", _killed)
    with pytest.raises(KeyboardInterrupt):
        erasure.erase_organisation(organisation, actor=TESTS)
    monkeypatch.undo()
    standing = Organisation.objects.get(slug="essai")
    assert not standing.is_served
    assert erasure.left_over(erasure.erase_organisation(standing, actor=TESTS)) == []


def test_what_is_left_is_found_and_told(founded, monkeypatch):
    organisation = founded("essai")
    monkeypatch.setattr(encryption, "destroy_key", lambda _id: False)
    with pytest.raises(erasure.StillThere, match="sa clé"):
        erasure.erase_organisation(organisation, actor=TESTS)
    assert not ErasureCompletion.objects.exists()
    monkeypatch.undo()
    erasure.finish_erasures()


def test_what_a_law_keeps_stays_and_is_listed_with_its_basis(founded, monkeypatch):
    organisation = founded("essai")
    kept = dict(lifecycle._shared)
    kept["kernel_auditentry"] = lifecycle.SharedRows(
        "kernel_auditentry", "organisation_id = %s", False, "Code de commerce, article L123-22", 10, True
    )
    monkeypatch.setattr(lifecycle, "_shared", kept)
    audit.record(Actor.system("essai", organisation.pk), "essai.done", organisation)
    proof = erasure.erase_organisation(organisation, actor=TESTS)
    assert AuditEntry.objects.filter(organisation_id=organisation.pk).count() == 1
    (entry,) = proof.kept
    assert entry["table"] == "kernel_auditentry"
    assert entry["rows"] == 1
    assert entry["basis"] == "Code de commerce, article L123-22"
    assert int(entry["until"][:4]) - proof.erased_at.year == 10


def test_a_living_copy_prevents_the_erasure(founded):
    organisation, copy = founded("essai"), founded("copie")
    encryption.copy_key(organisation.pk, copy.pk)
    with pytest.raises(Conflict, match=str(copy.pk)):
        erasure.erase_organisation(organisation, actor=TESTS)
    erasure.erase_organisation(copy, actor=TESTS)
    assert erasure.left_over(erasure.erase_organisation(organisation, actor=TESTS)) == []


def test_the_proof_cannot_be_changed(founded):
    proof = erasure.erase_organisation(founded("essai"), actor=TESTS)
    for statement in (
        "UPDATE organisations_erasureproof SET name = 'x'",
        "DELETE FROM organisations_erasurecompletion",
    ):
        with pytest.raises(DatabaseError, match="append-only"):
            sql(statement)
    with pytest.raises(DatabaseError, match="append-only"):
        ErasureProof.objects.filter(pk=proof.pk).update(name="x")


def test_rows_that_nobody_registered_stop_the_erasure_whole(founded, monkeypatch):
    organisation = founded("essai")
    _fill(organisation)
    forgotten = {table: rows for table, rows in lifecycle._shared.items() if table != "identity_membership"}
    monkeypatch.setattr(lifecycle, "_shared", forgotten)
    with pytest.raises(DatabaseError):
        erasure.erase_organisation(organisation, actor=TESTS)
    assert encryption.has_key(organisation.pk)
    assert sql("SELECT to_regclass('org_essai.django_migrations') IS NOT NULL") == [(True,)]
