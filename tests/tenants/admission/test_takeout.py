"""An organisation's data: its direction's to fetch with a second factor, whatever its state; unknown to everybody else."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from tenants.admission.domain import members, registry
from tenants.admission.models import Candidacy, Event, Kind, Progress, State, Task, Undertaking
from tenants.admission.views import takeout
from tenants.organisations.domain.suspension import suspend_organisation
from tenants.organisations.models import Organisation
from tess.identity.models import Invitation, Membership
from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tess.kernel.errors import Conflict
from tess.kernel.models import AuditEntry

TESTS = Actor.system("tests")


@pytest.fixture
def file(organisation, other_organisation):
    """The file of Écoute Rivage, with an archive that is ready."""
    with connection.as_application():
        assert registry.open_missing_files(actor=TESTS) == 2
        assert registry.open_missing_files(actor=TESTS) == 0
        found = registry.file_of(organisation)
        work = Undertaking.objects.create(
            candidacy=found, task=Task.EXPORT, progress=Progress.DONE, done_at=timezone.now(), result={"size": 7}
        )
        members.archive_of(work).parent.mkdir(parents=True)
        members.archive_of(work).write_bytes(b"archive")
        yield found


@pytest.fixture
def paths(file):
    work = Undertaking.objects.get()
    return f"/donnees/{file.pk}/", f"/donnees/{file.pk}/archive/{work.pk}/"


def test_its_director_fetches_it_also_while_the_space_is_closed(
    organisation, member, collective_client, paths, monkeypatch
):
    web = collective_client(member(organisation, Role.DIRECTOR, name="Ada Moreau"))
    suspend_organisation(organisation, reason="Départ.", actor=TESTS)
    monkeypatch.setattr(takeout, "_PIECE", 4)
    assert "Écoute Rivage" in web.get("/espace/").content.decode()
    page, archive = paths
    assert archive in web.get(page).content.decode()
    cut = web.get(archive)
    assert next(cut.streaming_content) == b"arch"
    del cut
    assert "fetched_at" not in Undertaking.objects.get().result, "what was cut is not fetched: nothing is erased yet"
    answer = web.get(archive)
    assert b"".join(answer.streaming_content) == b"archive"
    assert 'filename="rivage.zip"' in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert AuditEntry.objects.filter(action="admission.export.fetched").count() == 2, "who only began has read some"
    assert "fetched_at" in Undertaking.objects.get().result
    assert Event.objects.filter(kind=Kind.FETCHED).count() == 1


def test_without_a_second_factor_it_is_asked_for_first(organisation, member, collective_client, paths):
    web = collective_client(member(organisation, Role.DIRECTOR), weak=True)
    for path in paths:
        assert web.get(path)["Location"].startswith("/compte/")
    assert not AuditEntry.objects.filter(action="admission.export.fetched").exists()


def test_everybody_else_finds_nothing(organisation, other_organisation, member, collective_client, paths):
    everybody = [member(organisation, role) for role in (Role.MANAGER, Role.TRAINEE, Role.LISTENER)]
    everybody += [
        member(other_organisation, Role.DIRECTOR),
        member(None, Role.COORDINATOR),
        member(None, Role.TREASURER),
    ]
    gone, local = member(organisation, Role.DIRECTOR), member(organisation, Role.DIRECTOR)
    Membership.objects.filter(user=gone).update(active=False)
    Membership.objects.filter(user=local).update(sites=[1])
    for person in (*everybody, gone, local):
        web = collective_client(person)
        for path in (*paths, f"{paths[0]}demander/", f"{paths[0]}avancement/"):
            assert {web.get(path).status_code, web.post(path).status_code} == {404}, (person, path)
    assert all("Location" in collective_client().get(path) for path in paths)


def test_before_any_export_there_is_nothing_to_follow(other_organisation, member, collective_client, file):
    other = registry.file_of(other_organisation)
    web = collective_client(member(other_organisation, Role.DIRECTOR))
    assert "pas d’archive" in web.get(f"/donnees/{other.pk}/").content.decode()
    assert web.get(f"/donnees/{other.pk}/avancement/").status_code == 404


def test_a_finished_archive_of_another_member_is_not_found_through_ones_own(
    other_organisation, member, collective_client, file
):
    other = registry.file_of(other_organisation)
    web = collective_client(member(other_organisation, Role.DIRECTOR))
    assert web.get(f"/donnees/{other.pk}/archive/{Undertaking.objects.get().pk}/").status_code == 404


def test_a_file_opened_afterwards_is_followed_like_any_other(
    organisation, member, collective_client, file, django_capture_on_commit_callbacks
):
    assert (file.state, file.slug, file.contact_email) == (State.ACTIVE, "rivage", "")
    web = collective_client(member(None, Role.COORDINATOR))
    for tab in ("", "charte/", "decision/", "espace/", "histoire/"):
        assert web.get(f"/candidatures/{file.pk}/{tab}").status_code == 200
    assert web.post(f"/candidatures/{file.pk}/suspendre/", {"suspend-reason": "Un doute."}).status_code == 302
    assert not Organisation.objects.get(pk=organisation.pk).is_served
    registry.resume(organisation, actor=TESTS)
    assert Candidacy.objects.get(pk=file.pk).state == State.ACTIVE
    registry.suspend(organisation, reason="Par le terminal.", actor=TESTS)
    assert Candidacy.objects.get(pk=file.pk).state == State.SUSPENDED


@pytest.mark.parametrize(("standing", "closed"), [(State.ACTIVE, True), (State.SUSPENDED, False)])
def test_a_space_and_its_file_that_disagree_are_brought_together_from_the_terminal(
    organisation, file, standing, closed
):
    """A restore closes the space without its file: cut there, it left a space that nothing opened."""
    if closed:
        suspend_organisation(organisation, reason="being restored", actor=TESTS)
    Candidacy.objects.filter(pk=file.pk).update(state=standing)
    if closed:
        assert registry.resume(organisation, actor=TESTS).is_served
    else:
        assert not registry.suspend(organisation, reason="Un doute.", actor=TESTS).is_served
    assert Candidacy.objects.get(pk=file.pk).state == standing


def test_what_prevents_a_file_is_told_unless_a_candidate_waits_for_its_short_name(
    organisation, other_organisation, monkeypatch
):
    def broken(*_what):
        raise IntegrityError("null value in column")

    now = timezone.now()
    with connection.as_application():
        Candidacy.objects.create(
            name="Une autre", contact_name="Ada", contact_email="a@b.example", contact_verified_at=now, slug="rivage",
            state=State.PROVISIONING, decided_at=now, reasons="Oui.", organisation_id=uuid4(),
        )  # fmt: skip
        assert registry.open_missing_files(actor=TESTS) == 1
        Candidacy.objects.filter(organisation_id=other_organisation.pk).delete()
        monkeypatch.setattr(registry, "note", broken)
        with pytest.raises(IntegrityError):
            registry.open_missing_files(actor=TESTS)


def test_a_space_whose_erasure_was_asked_for_is_not_opened_again_from_the_terminal(organisation, file):
    suspend_organisation(organisation, reason="being restored", actor=TESTS)
    Undertaking.objects.create(candidacy=file, task=Task.ERASURE)
    with pytest.raises(Conflict):
        registry.resume(organisation, actor=TESTS)


def test_the_coordination_invites_a_director_where_there_is_none_and_only_there(
    organisation, member, collective_client, file
):
    local, coordinator = member(organisation, Role.DIRECTOR), member(None, Role.COORDINATOR)
    Membership.objects.filter(user=local).update(sites=[1])  # can't fetch its data, nor let others in everywhere
    web, path = collective_client(coordinator), f"/candidatures/{file.pk}/direction/"
    assert "Personne ne dirige" in web.get(f"/candidatures/{file.pk}/espace/").content.decode()
    said = {"director-name": "Maud Le Goff", "director-email": "maud@ailleurs.example"}
    wrong = web.post(path, {**said, "director-email": "maud"})
    assert wrong.status_code == 422
    assert 'value="Maud Le Goff"' in wrong.content.decode()
    assert "soi-même" in web.post(path, {**said, "director-email": coordinator.email}).content.decode()
    successor = member(organisation, Role.MANAGER)  # who is in already is the one to ask
    assert web.post(path, {**said, "director-email": successor.email}).status_code == 302
    assert Invitation.objects.get().email == successor.email
    Invitation.objects.all().delete()
    assert web.post(path, said).status_code == 302
    assert Invitation.objects.get().roles == [Role.DIRECTOR]
    assert "maud@ailleurs.example" in web.get(f"/candidatures/{file.pk}/espace/").content.decode()
    member(organisation, Role.DIRECTOR)
    refused = web.post(path, {**said, "director-email": "moi@ailleurs.example"}, follow=True)
    assert "elle seule" in refused.content.decode()
    assert Invitation.objects.count() == 1
