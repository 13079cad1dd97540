"""A member is suspended, opened again, exported, and leaves: each with its reason, and the erasure proven."""

import zipfile

import pytest
from django.db import connection
from django.utils import timezone

from tenants.admission.domain import files, members, opening, registry, takeout, undertakings
from tenants.admission.models import Candidacy, Event, Kind, Progress, State, Task, Undertaking
from tenants.organisations.domain import erasure
from tenants.organisations.models import ErasureProof, Organisation, OrganisationState
from tess.identity.domain.memberships import grant, open_account
from tess.kernel import encryption, outbox
from tess.kernel.actor import Actor
from tess.kernel.errors import Conflict, DomainError, NotFound
from tess.kernel.models import AuditEntry
from tests.tenants.admission import test_opening as first
from tests.tenants.admission.test_opening import dies

found, asked = first.found, first.asked
TESTS = Actor.system("tests")


@pytest.fixture
def member(asked):
    """A member that works here, and its coordinator's actor."""
    undertakings.run(asked.pk)
    return Candidacy.objects.get()


@pytest.fixture
def coordinator(found):
    user = open_account("ana@collectif.example", "Ana Ruiz", "mot de passe long", actor=TESTS)
    grant(user, None, ["coordinator"], actor=TESTS)
    return Actor(user_id=user.pk, organisation_id=None, roles=frozenset({"coordinator"}))


@pytest.fixture
def director(member):
    """Who directs it, by invitation; and their actor at the collective's host."""
    user = open_account("maud@estran.example", "Maud Le Goff", "mot de passe long", actor=TESTS)
    grant(user, Organisation.objects.get(slug="estran"), ["director"], actor=TESTS)
    return Actor(user_id=user.pk, organisation_id=None)


@pytest.fixture
def exported(member, coordinator, director):
    """`exported()`: an export the coordination asked for, which the direction has fetched."""

    def make(*, fetched=True):
        work = members.ask_for_export(member, reason="Départ demandé par l’organisme.", actor=coordinator)
        assert undertakings.run(work.pk)
        work.refresh_from_db()
        if fetched:
            takeout.fetched(member.pk, work.pk, actor=director)
        return work

    return make


def test_suspended_and_opened_again(member, coordinator):
    with pytest.raises(DomainError):
        members.suspend(member, reason=" ", actor=coordinator)
    assert Candidacy.objects.get().state == State.ACTIVE
    members.suspend(member, reason="Cotisation en attente.", actor=coordinator)
    assert Organisation.objects.get(slug="estran").state == OrganisationState.SUSPENDED
    with pytest.raises(Conflict):
        members.suspend(member, reason="encore", actor=coordinator)
    members.resume(member, actor=coordinator)
    assert Organisation.objects.get(slug="estran").is_served
    assert Candidacy.objects.get().state == State.ACTIVE


def test_an_export_is_told_to_the_directors_with_who_and_why_then_where(
    member, coordinator, exported, director, mailoutbox
):
    work = exported(fetched=False)
    with zipfile.ZipFile(members.archive_of(work)) as archive:
        assert "manifeste.json" in archive.namelist()
    assert members.archive_of(work).stat().st_mode & 0o077 == 0
    while outbox.deliver_due():
        pass
    asked_for, ready = [each for each in mailoutbox if each.to == ["maud@estran.example"]]
    assert "Ana Ruiz" in asked_for.body
    assert "Départ demandé par l’organisme." in asked_for.body
    assert f"/donnees/{member.pk}/" in ready.body
    assert "même si personne n’a pris l’archive" in ready.body


def test_the_direction_asks_and_fetches_and_is_not_told_of_what_it_did_itself(member, director, mailoutbox):
    work = takeout.ask(member, actor=director)
    with pytest.raises(Conflict):
        takeout.ask(member, actor=director)
    assert undertakings.run(work.pk)
    for _twice in range(2):
        assert takeout.fetch(member.pk, work.pk, actor=director).exists(), "as often as one likes"
        takeout.fetched(member.pk, work.pk, actor=director)
    assert Event.objects.filter(kind=Kind.FETCHED, user_id=director.user_id).count() == 1
    assert AuditEntry.objects.filter(action="admission.export.fetched", user_id=director.user_id).count() == 2
    while outbox.deliver_due():
        pass
    assert [each.subject for each in mailoutbox if each.to == ["maud@estran.example"]] == ["Votre archive est prête"]


def test_nobody_else_opens_or_ticks_off_the_archive_whoever_calls(member, coordinator, exported):
    work = exported(fetched=False)
    for act in (takeout.fetch, takeout.fetched):
        with pytest.raises(NotFound):
            act(member.pk, work.pk, actor=coordinator)
    assert not AuditEntry.objects.filter(action="admission.export.fetched").exists()


def test_an_archive_does_not_outlive_its_days(member, coordinator, exported):
    work = exported()
    assert members.forget_archives() == 0
    late = timezone.now() - timezone.timedelta(days=members.EXPORT_DAYS, minutes=1)
    Undertaking.objects.filter(pk=work.pk).update(done_at=late)
    assert members.forget_archives() == 1
    assert not members.archive_of(work).exists()


def test_what_a_cut_left_of_an_archive_goes_with_the_others(member, coordinator, exported):
    work = exported()
    folder = members.archive_of(work).parent
    (folder / f".{work.pk}.zip.partial").write_bytes(b"in clear")
    (folder / ".00000000-0000-4000-8000-000000000000.zip.partial").write_bytes(b"in clear")
    (folder / "ours-not.zip").write_bytes(b"somebody's")
    failed = Undertaking.objects.create(
        candidacy=member, task=Task.EXPORT, progress=Progress.FAILED, done_at=timezone.now()
    )
    (folder / f".{failed.pk}.zip.partial").write_bytes(b"in clear")
    assert members.forget_archives() == 2, "those that nobody makes any more"
    undertakings.run(members.leave(member, typed="estran", reason="Dissoute.", actor=coordinator).pk)
    assert [path.name for path in folder.iterdir()] == ["ours-not.zip"]


def test_work_whose_process_dies_each_time_is_told_at_last(member, coordinator):
    work = members.ask_for_export(member, reason="Départ.", actor=coordinator)
    Undertaking.objects.filter(pk=work.pk).update(progress=Progress.RUNNING, tries=undertakings.MOST_TRIES)
    assert undertakings.run(work.pk)
    stopped = Undertaking.objects.get(pk=work.pk)
    assert (stopped.progress, stopped.failure) == (
        Progress.FAILED,
        "le travail a été coupé en chemin, plusieurs fois de suite",
    )


def test_nothing_is_erased_without_an_export_the_name_and_a_reason(member, coordinator, exported):
    with pytest.raises(DomainError, match="export"):
        members.leave(member, typed="estran", reason="Dissoute.", actor=coordinator)
    exported()
    for typed, reason in (("estra", "Dissoute."), ("estran", " ")):
        with pytest.raises(DomainError):
            members.leave(member, typed=typed, reason=reason, actor=coordinator)
    assert not Undertaking.objects.filter(task=Task.ERASURE).exists()


def test_nothing_is_erased_before_the_direction_has_its_archive_or_let_its_days_pass(member, coordinator, exported):
    work = exported(fetched=False)
    with pytest.raises(DomainError, match="pas encore"):
        members.leave(member, typed="estran", reason="Dissoute.", actor=coordinator)
    late = timezone.now() - timezone.timedelta(days=members.EXPORT_DAYS, minutes=1)
    Undertaking.objects.filter(pk=work.pk).update(done_at=late)
    assert members.leave(member, typed="estran", reason="Dissoute.", actor=coordinator)


def test_an_export_that_was_handed_over_is_enough_whatever_was_made_since(member, coordinator, exported):
    exported()
    exported(fetched=False)
    assert members.leave(member, typed="estran", reason="Dissoute.", actor=coordinator)


def test_an_archive_and_an_erasure_never_cross(member, coordinator, director, exported):
    exported()
    waiting = members.ask_for_export(member, reason="Encore une.", actor=coordinator)
    with pytest.raises(Conflict):
        members.leave(member, typed="estran", reason="Dissoute.", actor=coordinator)
    undertakings.run(waiting.pk)
    takeout.fetched(member.pk, waiting.pk, actor=director)
    members.leave(member, typed="estran", reason="Dissoute.", actor=coordinator)
    with pytest.raises(Conflict):
        members.ask_for_export(member, reason="Trop tard.", actor=coordinator)
    Undertaking.objects.filter(pk=waiting.pk).update(progress=Progress.FAILED)
    with pytest.raises(Conflict):
        undertakings.again(waiting, actor=coordinator)


def test_documents_that_cannot_be_removed_yet_are_once_they_can(member, coordinator, exported, monkeypatch, caplog):
    files.folder_of(member.pk).mkdir(parents=True)
    encryption.create_key(member.pk)
    exported()
    work = members.leave(member, typed="estran", reason="Dissoute.", actor=coordinator)

    def full(*_what):
        raise OSError("disk")

    monkeypatch.setattr(files, "remove_all", full)
    undertakings.run(work.pk)
    assert Undertaking.objects.get(pk=work.pk).progress == Progress.RUNNING, "not done: something is left"
    monkeypatch.undo()
    monkeypatch.setattr(undertakings, "_FIRST_PAUSE", 0)
    caplog.clear()
    undertakings.run(work.pk)
    has_left(member)


def has_left(member):
    candidacy = Candidacy.objects.get()
    assert candidacy.state == State.LEFT
    proof = ErasureProof.objects.get(organisation_id=candidacy.organisation_id)
    assert proof.is_complete
    assert erasure.left_over(proof) == []
    assert not encryption.has_key(candidacy.organisation_id)
    assert not encryption.has_key(candidacy.pk)
    assert not files.folder_of(candidacy.pk).exists()
    assert Event.objects.filter(kind=Kind.LEFT, about=str(proof.pk)).count() == 1
    kept = {each["table"]: each for each in proof.kept}
    assert kept["admission_candidacy"]["basis"]
    assert Undertaking.objects.get(task=Task.ERASURE).progress == Progress.DONE


def test_a_file_whose_organisation_was_erased_from_a_terminal_that_was_cut_follows(member, monkeypatch):
    files.folder_of(member.pk).mkdir(parents=True)
    monkeypatch.setattr(erasure, "left_over", lambda _proof: ["a file"])
    with pytest.raises(erasure.StillThere):
        erasure.erase_organisation(members.organisation_of(member), actor=TESTS)
    assert registry.follow_erasures() == 0, "nothing is proven yet"
    monkeypatch.undo()
    erasure.finish_erasures()
    assert Candidacy.objects.get().state == State.ACTIVE, "the terminal was cut before it could say so"
    assert registry.follow_erasures() == 1
    assert registry.follow_erasures() == 0
    assert Candidacy.objects.get().state == State.LEFT
    assert not files.folder_of(member.pk).exists()


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (erasure, "move"),
        (erasure, "_erase_database"),
        (encryption, "destroy_key"),
        (members, "note"),
        (members, "say_left"),
    ],
    ids=lambda part: part if isinstance(part, str) else part.__name__.rpartition(".")[2],
)
def test_it_leaves_and_the_proof_stays_killed_at_any_step(member, coordinator, exported, module, name):
    exported()
    work = members.leave(member, typed="estran", reason="Dissoute.", actor=coordinator)
    dies(lambda: undertakings.run(work.pk), module, name)
    assert undertakings.run(work.pk)
    has_left(member)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('org_estran') IS NULL")
        assert cursor.fetchone()[0]


def test_an_address_of_somebody_who_left_is_not_given_again(member, coordinator, exported):
    exported()
    undertakings.run(members.leave(member, typed="estran", reason="Dissoute.", actor=coordinator).pk)
    has_left(member)
    other = Candidacy.objects.create(
        name="Une autre",
        contact_name="Ada",
        contact_email="a@b.example",
        contact_verified_at=timezone.now(),
        state=State.ADMITTED,
        decided_at=timezone.now(),
        reasons="Oui.",
    )
    with pytest.raises(DomainError, match="est prise"):
        opening.choose(other, name="Une autre", slug="estran", actor=TESTS)
