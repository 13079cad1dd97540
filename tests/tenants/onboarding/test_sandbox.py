"""The sandbox: an organisation beside the organisation, where nothing is real, nothing counts and nothing stays."""

import pytest
from django.db import connection
from django.utils import timezone

from tenants.desk.models import Contact
from tenants.onboarding.domain import practising
from tenants.organisations.domain import practice
from tenants.organisations.domain.provisioning import empty_space
from tenants.organisations.models import Organisation
from tenants.telephony.models import Line
from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tess.kernel.errors import DomainError, Refused

SYSTEM = Actor.system("tests")


def words(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


@pytest.fixture
def director(organisation, member, client_of):
    return client_of(organisation, member(organisation, Role.DIRECTOR, name="Ada Moreau"))


@pytest.fixture
def space(organisation, monkeypatch):
    """A sandbox as the registry knows it; its schema is that of the other organisation of the tests."""
    with connection.as_application():
        other = Organisation.objects.get(slug="veilleurs")
        Organisation.objects.filter(pk=other.pk).update(practice_of=organisation.pk)
        return Organisation.objects.get(pk=other.pk)


def test_it_is_asked_for_once_and_the_page_follows(organisation, director, monkeypatch):
    rung = []
    monkeypatch.setattr(practice, "_ring", lambda: rung.append(1))
    assert "Ouvrir le bac à sable" in words(director.get("/premiers-pas/bac-a-sable/"))
    for _twice in range(2):
        director.post("/premiers-pas/bac-a-sable/ouvrir/")
    answer = director.get("/premiers-pas/bac-a-sable/")
    assert answer.headers["Refresh"] == "2"
    assert "quelques secondes" in words(answer)


def test_a_page_that_waits_for_long_stops_reloading_itself(organisation, director, monkeypatch):
    monkeypatch.setattr(practice, "_ring", lambda: None)
    director.post("/premiers-pas/bac-a-sable/ouvrir/")
    with connection.as_application():
        long_ago = timezone.now() - timezone.timedelta(minutes=2)
        Organisation.objects.filter(pk=organisation.pk).update(practice_wanted_at=long_ago)
    answer = director.get("/premiers-pas/bac-a-sable/")
    assert "Refresh" not in answer.headers
    assert "plus de temps que d’habitude" in words(answer)


def test_a_member_sees_that_there_is_none_yet(organisation, member, client_of):
    listener = client_of(organisation, member(organisation, Role.LISTENER))
    assert "n’en a pas encore" in words(listener.get("/premiers-pas/bac-a-sable/"))
    assert listener.post("/premiers-pas/bac-a-sable/ouvrir/").status_code == 403


def test_every_page_of_it_says_so(space, member, client_of):
    listener = client_of(space, member(space, Role.LISTENER))
    for path in ("/", "/fiches/", "/relais/", "/premiers-pas/bac-a-sable/"):
        assert "rien ici n’est réel" in words(listener.get(path)), path
    assert "Vous êtes dans le bac à sable" in words(listener.get("/premiers-pas/bac-a-sable/"))


def test_no_real_page_says_so(organisation, director):
    assert "rien ici n’est réel" not in words(director.get("/"))


@pytest.mark.parametrize("path", ["/activite/publier/", "/commun/charte/signer/", "/premiers-pas/"])
def test_nothing_leaves_it_for_the_collective(space, member, client_of, path):
    director = client_of(space, member(space, Role.DIRECTOR))
    assert director.get(path).status_code == 403


def test_its_people_invite_nobody(space, actor_of):
    from dataclasses import replace

    from tess.identity.domain.invitations import invite

    director = replace(actor_of(space, Role.DIRECTOR), practice=True)
    with connection.as_application(), pytest.raises(Refused):
        invite("zoe@ailleurs.example", "Zoé", space, [Role.LISTENER], actor=director)


def test_it_is_no_member_of_the_collective(organisation, space):
    from cms.domain.queries import active_members

    with connection.as_application():
        assert space.pk not in set(Organisation.members().values_list("pk", flat=True))
        assert space.name not in [str(member) for member in active_members()]


def test_who_practised_is_kept_in_mind(organisation, space, member, client_of, acting_for):
    assert not practising.sandbox_of(organisation).practised
    listener = client_of(space, member(space, Role.LISTENER))
    with acting_for(space):
        line = Line.objects.create(name="Essai", number="0199000000")
    record = listener.post("/fiches/nouvelle/")["Location"]
    version = listener.get(record).context["contact"].version
    typed = {"version": version, "what": "support", "line": line.pk, "channel": "phone", "note": ""}
    assert listener.post(f"{record}clore/", typed).status_code == 302
    assert practising.sandbox_of(organisation).practised
    with acting_for(space):
        Contact.objects.all().delete()
    assert practising.sandbox_of(organisation).practised


def test_somebody_who_left_the_organisation_is_not_let_into_its_sandbox(organisation, space, member):
    from tess.identity.domain import handover
    from tess.identity.domain.memberships import withdraw
    from tess.identity.models import Membership

    person = member(organisation, Role.LISTENER)
    with connection.as_application():
        assert handover._membership(person, space).roles == [Role.LISTENER]
        withdraw(Membership.objects.get(user=person, organisation=organisation), actor=SYSTEM)
        assert handover._membership(person, space) is None
        assert not Membership.current().filter(user=person).exists()


def test_a_real_space_is_never_emptied(organisation):
    with pytest.raises(DomainError):
        empty_space(organisation)


def test_a_sandbox_has_no_sandbox(space):
    with connection.as_application(), pytest.raises(DomainError):
        practice.want(space.pk, actor=SYSTEM)


def test_it_closes_and_opens_with_its_organisation(organisation, space, member, client_of):
    from tenants.organisations.domain.suspension import resume_organisation, suspend_organisation

    person = member(space, Role.LISTENER)
    listener = client_of(space, person)
    assert listener.get("/").status_code == 200
    suspend_organisation(organisation, reason="Cotisation impayée", actor=SYSTEM)
    assert listener.get("/")["Location"].startswith("/entrer/"), "signed out"
    assert client_of(space, person).get("/").status_code == 403
    resume_organisation(organisation, actor=SYSTEM)
    assert client_of(space, person).get("/").status_code == 200


def test_one_that_cannot_be_emptied_holds_up_no_other(organisation, space, monkeypatch, caplog):
    done = []

    def empty(found):
        done.append(found.slug)
        if found.pk == space.pk:
            raise DomainError("busy")

    monkeypatch.setattr(practice, "empty", empty)
    with connection.as_application():
        Organisation.objects.filter(pk=organisation.pk).update(practice_of=space.pk)  # a second one, for once
        assert practice.empty_all() == 1
    assert sorted(done) == ["rivage", "veilleurs"]
    caplog.clear()
