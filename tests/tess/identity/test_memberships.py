import pytest
from django.db import IntegrityError, connection, transaction

from tenants.organisations.models import Organisation
from tess.identity.domain.memberships import grant, open_account, withdraw
from tess.identity.domain.queries import account_of, members_of
from tess.identity.models import Membership, Session, User
from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role
from tess.kernel.actor import Actor
from tess.kernel.errors import DomainError
from tess.kernel.models import AuditEntry
from tess.kernel.tenancy.hosts import forget_hosts

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


@pytest.mark.parametrize(
    ("email", "name", "password", "field"),
    [
        ("ana", "Ana", "mot de passe long", "email"),
        ("ana@rivage.example", "  ", "mot de passe long", "name"),
        ("ana@rivage.example", "A" * 101, "mot de passe long", "name"),
        ("ana@rivage.example", "Ana", "court", "password"),
        ("ana@rivage.example", "Ana", "ana@rivage.example", "password"),
    ],
)
def test_an_account_has_an_address_a_name_and_no_weak_password(email, name, password, field):
    with pytest.raises(DomainError) as refusal:
        open_account(email, name, password, actor=SYSTEM)
    assert refusal.value.field == field
    assert not User.objects.exists()


def test_who_may_enter_is_listed_there_alone(other_organisation):
    for name, roles in (("Zoé", [Role.LISTENER]), ("Ana", [Role.MANAGER])):
        grant(
            open_account(f"{name[0]}@rivage.example", name, None, actor=SYSTEM), other_organisation, roles, actor=SYSTEM
        )
    gone = grant(open_account("b@rivage.example", "Bob", None, actor=SYSTEM), None, [Role.OBSERVER], actor=SYSTEM)
    assert [each.user.name for each in members_of(other_organisation)] == ["Ana", "Zoé"]
    assert [each.user.name for each in members_of(None)] == ["Bob"]
    withdraw(gone, actor=SYSTEM)
    assert not members_of(None)
    assert account_of("A@Rivage.example").name == "Ana"


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


def test_withdrawn_from_the_collective_one_stays_where_one_listens(other_organisation, client_of, member):
    user = member(other_organisation, Role.LISTENER)
    observer = grant(user, None, [Role.OBSERVER], actor=SYSTEM)
    there = client_of(other_organisation, user)
    withdraw(observer, actor=SYSTEM)
    assert there.get("/").status_code == 200, "perhaps in the middle of a call"


def test_a_sandbox_knows_at_once_what_one_is_no_longer(organisation, other_organisation, client_of, member):
    """Its people are those of its organisation, also between two hand-overs."""
    user = member(organisation, Role.DIRECTOR)
    with connection.as_application():
        Organisation.objects.filter(pk=other_organisation.pk).update(practice_of=organisation.pk)
        forget_hosts()
        grant(user, other_organisation, [Role.DIRECTOR], actor=SYSTEM)
        there = client_of(other_organisation, user)
        assert there.get("/acces/").status_code == 200
        grant(user, organisation, [Role.LISTENER], actor=SYSTEM)
        assert there.get("/acces/").status_code == 403
        withdraw(Membership.objects.get(user=user, organisation=organisation), actor=SYSTEM)
        assert there.get("/").headers["Location"].startswith("/entrer/")
        assert not Membership.current().filter(user=user).exists()


def test_roles_are_of_one_kind():
    assert COLLECTIVE_ROLES.isdisjoint(ORGANISATION_ROLES)
    assert frozenset(Role) == COLLECTIVE_ROLES | ORGANISATION_ROLES
