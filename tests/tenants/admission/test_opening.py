"""From admitted to a working space: killed at every step it goes on, nothing is half-made, twice is once."""

import os
import signal
import uuid

import pytest
from django.db import connection, connections
from django.utils import timezone

from tenants.admission.domain import naming, opening, undertakings
from tenants.admission.domain.steps import CANDIDATE
from tenants.admission.models import Candidacy, Event, Kind, Progress, State, Undertaking
from tenants.organisations.domain import provisioning
from tenants.organisations.models import Domain, Organisation
from tess.identity.domain import invitations
from tess.identity.models import Invitation
from tess.kernel import encryption
from tess.kernel.actor import Actor
from tess.kernel.errors import Conflict, DomainError
from tess.kernel.models import OutboxMessage
from tess.kernel.tenancy import clone
from tests.tenants.admission.conftest import ANSWERS
from tests.tess.kernel.committed import commons_put_back, founding, sql

TESTS = Actor.system("tests")


@pytest.fixture
def found(django_db_setup, django_db_blocker, cluster, tmp_path):
    """What is made here is committed; afterwards all is as it was."""
    with (
        commons_put_back(django_db_blocker, cluster),
        founding(django_db_blocker, cluster, tmp_path / "media") as founded,
    ):
        yield founded


@pytest.fixture
def asked(found, monkeypatch):
    """An admitted candidate who has just chosen an address."""
    monkeypatch.setattr(undertakings, "_FIRST_PAUSE", 0)
    now = timezone.now()
    candidacy = Candidacy.objects.create(
        name="Écoute Estran",
        contact_name="Yann Corre",
        contact_email="contact@estran.example",
        contact_verified_at=now,
        typed=ANSWERS,
        state=State.ADMITTED,
        decided_at=now,
        reasons="Oui.",
    )
    return opening.choose(candidacy, name="Écoute Estran", slug="estran", actor=CANDIDATE)


def dies(work, module, name):
    """Do `work` in a process of its own, killed as soon as `module.name` has done its part."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        real = getattr(module, name)

        def last(*args, **more):
            real(*args, **more)
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(module, name, last)
        try:
            work()
        finally:
            os._exit(7)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "it was not killed there"


def stands_once(asked):
    candidacy = Candidacy.objects.get()
    assert candidacy.state == State.ACTIVE
    organisation = Organisation.objects.get(slug="estran")
    assert organisation.pk == candidacy.organisation_id
    assert organisation.is_served
    assert Domain.objects.filter(tenant=organisation).count() == 1
    with connection.acting_for(organisation), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM telephony_line")
    assert encryption.has_key(organisation.pk)
    assert [each.email for each in Invitation.objects.all()] == ["direction@estran.example"]
    letters = OutboxMessage.objects.filter(payload__letter="admission.space_open")
    assert letters.count() == 1
    assert Event.objects.filter(kind=Kind.OPENED_SPACE).count() == 1
    assert Undertaking.objects.get().progress == Progress.DONE


def test_opened_in_one_go(asked):
    assert undertakings.run(asked.pk)
    stands_once(asked)
    assert not undertakings.run(asked.pk), "done is done"
    stands_once(asked)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (undertakings, "_begun"),
        (encryption, "create_key"),
        (provisioning, "register"),
        (clone, "create_role"),
        (clone, "fingerprint"),
        (provisioning, "served"),
        (opening, "create_organisation"),
        (opening, "move"),
        (invitations, "invite"),
        (undertakings, "done"),
    ],
    ids=lambda part: part if isinstance(part, str) else part.__name__.rpartition(".")[2],
)
def test_killed_at_every_step_it_goes_on(asked, module, name):
    dies(lambda: undertakings.run(asked.pk), module, name)
    whole = Organisation.objects.filter(slug="estran").exists()
    schema = sql("SELECT to_regnamespace('org_estran') IS NOT NULL")[0][0]
    assert whole == schema, "half-made"
    assert undertakings.run(asked.pk)
    stands_once(asked)


def test_by_two_processes_at_once_it_is_made_once(asked):
    connections.close_all()
    children = []
    for _each in range(3):
        child = os.fork()
        if child == 0:
            try:
                undertakings.run(asked.pk)
            finally:
                os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    undertakings.run(asked.pk)
    stands_once(asked)


def test_the_same_organisation_asked_for_twice_is_one(found):
    key = uuid.uuid4()
    first = provisioning.create_organisation(name="L’Essai", slug="essai", actor=CANDIDATE, pk=key)
    again = provisioning.create_organisation(name="L’Essai", slug="essai", actor=CANDIDATE, pk=key)
    assert first.pk == again.pk == key
    assert Organisation.objects.filter(slug="essai").count() == 1


def test_an_address_taken_meanwhile_goes_back_to_the_candidate(asked, found):
    found("estran", "Une autre")
    undertakings.run(asked.pk)
    candidacy = Candidacy.objects.get()
    assert (candidacy.state, candidacy.slug, candidacy.organisation_id) == (State.ADMITTED, "", None)
    assert Undertaking.objects.get().progress == Progress.FAILED
    assert Organisation.objects.get(slug="estran").name == "Une autre"
    assert OutboxMessage.objects.filter(payload__letter="admission.name_lost").exists()
    with pytest.raises(Conflict):  # nothing to take up: the candidate's new choice would wait behind it for ever
        undertakings.again(Undertaking.objects.get(), actor=TESTS)
    again = opening.choose(candidacy, name="Écoute Estran", slug="ecoute-mer", actor=CANDIDATE)
    undertakings.run(again.pk)
    assert Candidacy.objects.get().state == State.ACTIVE


def test_killed_as_the_address_goes_back_it_does_not_bar_the_next_choice(asked, found):
    found("estran", "Une autre")
    dies(lambda: undertakings.run(asked.pk), opening, "_give_back")
    assert Undertaking.objects.get().progress == Progress.RUNNING
    undertakings.run(asked.pk)
    assert Undertaking.objects.get().progress == Progress.FAILED
    again = opening.choose(Candidacy.objects.get(), name="Écoute Estran", slug="ecoute-mer", actor=CANDIDATE)
    undertakings.run(again.pk)
    assert Candidacy.objects.get().state == State.ACTIVE


def test_a_name_whose_space_is_being_opened_is_taken(asked):
    with pytest.raises(DomainError, match="déjà"):
        naming.refuse_taken_name("ÉCOUTE  estran")


def test_what_fails_for_a_moment_is_tried_again_and_what_never_ends_is_told(asked, monkeypatch, caplog):
    def busy(*_args, **_more):
        raise OSError("disk")

    monkeypatch.setattr(opening, "create_organisation", busy)
    for _try in range(undertakings.MOST_TRIES):
        undertakings.run(asked.pk)
    stopped = Undertaking.objects.get()
    assert stopped.progress == Progress.FAILED
    monkeypatch.undo()
    caplog.clear()
    undertakings.again(stopped, actor=TESTS)
    with pytest.raises(Conflict):
        undertakings.again(stopped, actor=TESTS)
    undertakings.run(asked.pk)
    stands_once(asked)


def test_a_process_that_does_not_own_leaves_it_waiting(asked, settings, monkeypatch, caplog):
    monkeypatch.delitem(settings.DATABASES, "owner")
    assert undertakings.take_up(undertakings.OWNERS) == 0
    assert Undertaking.objects.get().progress == Progress.WAITING
