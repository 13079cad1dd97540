import pytest
from django.db import IntegrityError, connection, transaction

from tess.identity.domain.memberships import grant, open_account, withdraw
from tess.identity.models import Membership, Session, User
from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role
from tess.kernel.actor import Actor
from tess.kernel.errors import DomainError
from tess.kernel.models import AuditEntry

SYSTEM = Actor.system("tests")


@pytest.fixture(autouse=True)
def _as_application(db):
    with connection.as_application():
        yield


def test_an_address_has_one_account_whatever_its_case():
    open_account("Ana@rivage.example", "Ana", None, actor=SYSTEM)
    with pytest.raises(DomainError) as refusal:
        open_account("ana@RIVAGE.example", "Ana", None, actor=SYSTEM)
    assert refusal.value.field == "email"


def test_the_database_refuses_capitals_in_an_address():
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Ana@rivage.example", name="Ana")


@pytest.mark.parametrize("roles", [[], ["coordinator"], ["listener", "treasurer"], ["invented"]])
def test_an_organisation_gives_its_own_roles_only(other_organisation, roles):
    user = open_account("ana@rivage.example", "Ana", None, actor=SYSTEM)
    with pytest.raises(DomainError):
        grant(user, other_organisation, roles, actor=SYSTEM)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, organisation=other_organisation, roles=roles)


def test_the_collective_gives_its_own_roles_only():
    user = open_account("ana@rivage.example", "Ana", None, actor=SYSTEM)
    with pytest.raises(DomainError):
        grant(user, None, ["listener"], actor=SYSTEM)


def test_a_grant_is_audited_and_replaces_the_roles(other_organisation):
    user = open_account("ana@rivage.example", "Ana", None, actor=SYSTEM)
    grant(user, other_organisation, [Role.LISTENER], actor=SYSTEM)
    membership = grant(user, other_organisation, [Role.MANAGER, Role.LISTENER], actor=SYSTEM)
    assert membership.roles == ["listener", "manager"]
    entries = AuditEntry.objects.filter(action="identity.membership.granted", object_id=str(membership.pk))
    assert [entry.fields for entry in entries.order_by("id")] == [["listener"], ["listener", "manager"]]


def test_withdrawing_ends_the_sessions_there(other_organisation, client_of, member):
    user = member(other_organisation, Role.LISTENER)
    client_of(other_organisation, user)
    withdraw(Membership.objects.get(user=user), actor=SYSTEM)
    assert not Session.objects.filter(user=user, organisation=other_organisation).exists()
    assert Session.objects.filter(user=user, organisation=None).exists()


def test_roles_are_of_one_kind():
    assert COLLECTIVE_ROLES.isdisjoint(ORGANISATION_ROLES)
    assert frozenset(Role) == COLLECTIVE_ROLES | ORGANISATION_ROLES
