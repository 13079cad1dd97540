"""An operator of the platform let into one organisation: why, how long, and who is told."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tenants.organisations.models import Organisation
from tess.identity.domain import exceptional, handover
from tess.identity.models import ExceptionalAccess, Membership, Session
from tess.identity.roles import Role
from tess.identity.tasks import end_exceptional
from tess.kernel import outbox
from tess.kernel.actor import Actor
from tess.kernel.errors import DomainError, NotFound, Refused
from tess.kernel.models import AuditEntry

WHY = "L'import du 7 septembre reste bloqué"
SYSTEM = Actor.system("tests")


@pytest.fixture
def operator(member):
    with connection.as_application():
        user = member(None, name="Omar Clé")
        exceptional.name_operator(user, is_operator=True, actor=SYSTEM)
    return user


@pytest.fixture
def director(organisation, member):
    return member(organisation, Role.DIRECTOR, name="Inès Roux")


def opened(user, organisation, reason=WHY, minutes=60):
    actor = Actor(user.pk, None, operator=True)
    with connection.as_application():
        return exceptional.open_access(user, organisation, reason, minutes=minutes, actor=actor)


def test_an_operator_has_no_access_anywhere(operator, organisation, collective_client):
    answer = collective_client(operator).get(f"/passage/?organisation={organisation.slug}&etat={'0' * 64}")
    assert answer.status_code == 403


def test_opening_from_the_page_lets_in_as_a_manager_and_tells_the_direction(
    operator, director, organisation, other_organisation, collective_client, client_of
):
    web = collective_client(operator)
    assert "Accès exceptionnel" in web.get("/espace/").content.decode()
    answer = web.post("/acces/exceptionnel/", {"organisation": organisation.pk, "reason": WHY, "minutes": "15"})
    assert answer.headers["Location"] == organisation.url()
    with connection.as_application():
        outbox.deliver_due()
        (access,) = ExceptionalAccess.objects.all()
        assert access.until - access.opened_at == timedelta(minutes=15)
    (letter,) = django_mail.outbox
    assert letter.to == [director.email]
    until = timezone.localtime(access.until).strftime("%H:%M")
    for told in (WHY, "Omar Clé", until, f"{organisation.url()}acces/"):
        assert told in letter.body
    here = client_of(organisation, operator)
    page = here.get("/appels/").content.decode()
    assert "par un accès exceptionnel" in page
    assert until in page
    for refused in ("/fiches/", "/acces/inviter/"):
        assert here.get(refused).status_code == 403
    assert client_of(other_organisation, operator).get("/").status_code == 403


def test_nobody_else_sees_the_page(organisation, member, collective_client, director):
    for user in (director, member(None, Role.COORDINATOR)):
        assert collective_client(user).get("/acces/exceptionnel/").status_code == 403
        with connection.as_application(), pytest.raises(Refused):
            exceptional.open_access(user, organisation, WHY, minutes=5, actor=SYSTEM)


@pytest.mark.parametrize(
    ("reason", "minutes", "field"),
    [("trop court", 15, "reason"), (" " * 40, 15, "reason"), (WHY, 61, "minutes"), (WHY, 0, "minutes")],
)
def test_no_reason_or_too_long_and_nothing_opens(operator, organisation, reason, minutes, field):
    with pytest.raises(DomainError) as refusal:
        opened(operator, organisation, reason, minutes)
    assert refusal.value.field == field
    with connection.as_application():
        assert not Membership.objects.filter(user=operator).exists()


def test_the_database_knows_an_hour_and_a_reason_too(operator, organisation):
    now = timezone.now()
    for wrong in (
        {"until": now + timedelta(minutes=61), "reason": WHY},
        {"until": now, "reason": WHY},
        {"until": now + timedelta(minutes=5), "reason": "court"},
    ):
        with connection.as_application(), pytest.raises(IntegrityError), transaction.atomic():
            ExceptionalAccess.objects.create(
                organisation=organisation, user=operator, operator="O", opened_at=now, **wrong
            )


def test_a_member_enters_as_such(organisation, member):
    user = member(organisation, Role.LISTENER)
    with connection.as_application():
        exceptional.name_operator(user, is_operator=True, actor=SYSTEM)
    with pytest.raises(DomainError):
        opened(user, organisation)
    with connection.as_application():
        assert Membership.objects.get(user=user).roles == ["listener"]


def test_a_sandbox_is_entered_by_its_own_people_alone(operator, organisation, other_organisation, collective_client):
    with connection.as_application():
        Organisation.objects.filter(pk=other_organisation.pk).update(practice_of=organisation.pk)
        other_organisation.refresh_from_db()
    assert other_organisation.name not in collective_client(operator).get("/acces/exceptionnel/").content.decode()
    with pytest.raises(DomainError):
        opened(operator, other_organisation)


def test_past_its_hour_it_opens_nothing_even_before_anything_swept(operator, director, organisation, client_of):
    access = opened(operator, organisation)
    here = client_of(organisation, operator)
    assert here.get("/appels/").status_code == 200
    with connection.as_application():
        then = timezone.now() - timedelta(seconds=1)
        Membership.objects.filter(user=operator).update(until=then)
        ExceptionalAccess.objects.update(opened_at=then - timedelta(minutes=60), until=then)
        with pytest.raises(Refused):
            handover.issue(operator, organisation, session_key="x", browser="0" * 64)
    assert here.get("/appels/").status_code == 403
    with connection.as_application():
        end_exceptional.run()
        access.refresh_from_db()
        assert (access.ended_at, access.is_open) == (then, False)
        assert not Session.objects.filter(user=operator, organisation=organisation).exists()
        ended = AuditEntry.objects.get(action="identity.exceptional.ended")
        assert (ended.organisation_id, ended.object_id) == (organisation.pk, str(access.pk))


def test_the_direction_sees_it_and_ends_it_at_once(operator, director, organisation, client_of, member):
    access = opened(operator, organisation)
    here = client_of(organisation, operator)
    web = client_of(organisation, director)
    page = web.get("/acces/").content.decode()
    assert WHY.replace("'", "&#x27;") in page
    assert "Omar Clé" in page
    assert (
        client_of(organisation, member(organisation, Role.MANAGER))
        .post(f"/acces/exceptionnel/{access.pk}/terminer/")
        .status_code
        == 403
    )
    assert web.post(f"/acces/exceptionnel/{access.pk}/terminer/").status_code == 302
    assert here.get("/appels/").status_code == 302, "signed out"
    assert "Terminé par Inès Roux" in web.get("/acces/").content.decode()
    assert "Accès exceptionnel terminé\xa0: Omar Clé" in web.get("/acces/historique/").content.decode()
    assert web.post(f"/acces/exceptionnel/{access.pk}/terminer/").status_code == 404


def test_another_direction_cannot(operator, organisation, other_organisation, member, client_of):
    access = opened(operator, other_organisation)
    director = member(organisation, Role.DIRECTOR)
    assert client_of(organisation, director).post(f"/acces/exceptionnel/{access.pk}/terminer/").status_code == 404
    with connection.as_application(), pytest.raises(Refused):
        exceptional.end_in(
            access.pk, other_organisation, actor=Actor(director.pk, organisation.pk, frozenset({Role.DIRECTOR}))
        )


def test_the_operator_leaves_and_comes_back_later(operator, director, organisation, collective_client):
    access = opened(operator, organisation)
    with pytest.raises(DomainError):
        opened(operator, organisation)
    web = collective_client(operator)
    assert web.post(f"/acces/exceptionnel/{access.pk}/terminer/").status_code == 302
    opened(operator, organisation, "Une autre raison, assez longue")
    with connection.as_application():
        assert ExceptionalAccess.objects.count() == 2
        assert Membership.objects.get(user=operator).active


def test_one_operator_does_not_end_anothers(operator, organisation, member):
    access = opened(operator, organisation)
    other = member(None)
    with connection.as_application(), pytest.raises(NotFound):
        exceptional.end_own(access.pk, other, actor=Actor(other.pk, None, operator=True))


def test_no_longer_an_operator_one_is_out(operator, organisation):
    opened(operator, organisation)
    with connection.as_application():
        exceptional.name_operator(operator, is_operator=False, actor=SYSTEM)
        assert not Membership.objects.get(user=operator).active
        said = list(AuditEntry.objects.filter(action__startswith="identity.operator").values_list("action", flat=True))
    assert sorted(said) == ["identity.operator.named", "identity.operator.removed"]
