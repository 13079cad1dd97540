"""A member is suspended, opened again, exported, and leaves: each with its reason, and the erasure proven."""

import zipfile

import pytest
from django.db import connection
from django.utils import timezone

from tenants.admission.domain import files, members, opening, undertakings
from tenants.admission.models import Candidacy, Event, Kind, Progress, State, Task, Undertaking
from tenants.organisations.domain import erasure
from tenants.organisations.models import ErasureProof, Organisation, OrganisationState
from tess.identity.domain.memberships import grant, open_account
from tess.kernel import encryption, outbox
from tess.kernel.actor import Actor
from tess.kernel.errors import Conflict, DomainError
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


def exported(member, coordinator):
    work = members.ask_for_export(member, reason="Départ demandé par l’organisme.", actor=coordinator)
    assert undertakings.run(work.pk)
    work.refresh_from_db()
    return work


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


def test_an_export_is_told_to_the_directors_with_who_and_why(member, coordinator, mailoutbox):
    organisation = Organisation.objects.get(slug="estran")
    director = open_account("maud@estran.example", "Maud Le Goff", "mot de passe long", actor=TESTS)
    grant(director, organisation, ["director"], actor=TESTS)
    work = exported(member, coordinator)
    with zipfile.ZipFile(members.archive_of(work)) as archive:
        assert "manifeste.json" in archive.namelist()
    assert members.archive_of(work).stat().st_mode & 0o077 == 0
    while outbox.deliver_due():
        pass
    (letter,) = [each for each in mailoutbox if each.to == ["maud@estran.example"]]
    assert "Ana Ruiz" in letter.body
    assert "Départ demandé par l’organisme." in letter.body


def test_an_archive_does_not_outlive_its_days(member, coordinator):
    work = exported(member, coordinator)
    assert members.forget_archives() == 0
    late = timezone.now() - timezone.timedelta(days=members.EXPORT_DAYS, minutes=1)
    Undertaking.objects.filter(pk=work.pk).update(done_at=late)
    assert members.forget_archives() == 1
    assert not members.archive_of(work).exists()


def test_nothing_is_erased_without_an_export_the_name_and_a_reason(member, coordinator):
    with pytest.raises(DomainError, match="export"):
        members.leave(member, typed="estran", reason="Dissoute.", actor=coordinator)
    exported(member, coordinator)
    for typed, reason in (("estra", "Dissoute."), ("estran", " ")):
        with pytest.raises(DomainError):
            members.leave(member, typed=typed, reason=reason, actor=coordinator)
    assert not Undertaking.objects.filter(task=Task.ERASURE).exists()


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


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (erasure, "move"),
        (erasure, "_erase_database"),
        (encryption, "destroy_key"),
        (members, "note"),
        (undertakings, "done"),
    ],
    ids=lambda part: part if isinstance(part, str) else part.__name__.rpartition(".")[2],
)
def test_it_leaves_and_the_proof_stays_killed_at_any_step(member, coordinator, module, name):
    exported(member, coordinator)
    work = members.leave(member, typed="estran", reason="Dissoute.", actor=coordinator)
    dies(lambda: undertakings.run(work.pk), module, name)
    assert undertakings.run(work.pk)
    has_left(member)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('org_estran') IS NULL")
        assert cursor.fetchone()[0]


def test_an_address_of_somebody_who_left_is_not_given_again(member, coordinator):
    exported(member, coordinator)
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
