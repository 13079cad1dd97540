from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction

from tenants.organisations.models import Organisation
from tess.identity.domain.memberships import grant, open_account
from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role
from tess.kernel.actor import Actor
from tests.isolation import admission_samples, billing_samples, training_samples, world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tess.identity.models import User

    People = dict[str, dict[str, User]]


def make_people(*organisations: Organisation) -> People:
    """Somebody of every role: `found["rivage"]["listener"]`, `found["collective"]["treasurer"]`."""
    found = {where.slug: {role: _somebody(where, role) for role in ORGANISATION_ROLES} for where in organisations}
    return {**found, "collective": {role: _somebody(None, role) for role in COLLECTIVE_ROLES}}


def _somebody(where: Organisation | None, role: str) -> User:
    system = Actor.system("tests")
    email = f"{role.replace('_', '-')}@{where.slug if where else 'collectif'}.interne.example"
    with connection.as_application():
        user = open_account(email, f"Personne {role}", "mot de passe long", actor=system)
        grant(user, where, [role], actor=system)
    return user


def fill(organisation: Organisation, other: Organisation, people: People, folder: Path) -> dict[str, Any]:
    """Both organisations filled; for each, what paths need. `private`: kinds of objects another must not reach."""
    commons = world.fill_commons() | billing_samples.filled(organisation, other)
    commons |= admission_samples.filled(organisation)
    commons |= world.collective_access(people["collective"])
    found = {where.slug: commons | world.fill(where, people[where.slug], folder) for where in (organisation, other)}
    return {**found, "missing": world.MISSING, "private": frozenset(world.MISSING)}


@pytest.fixture(scope="module")
def _made_once(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[People, dict[str, Any]]]:
    """People and rows for all tests of a file, in a transaction around each of theirs: what a test does to them is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.as_application():
            organisation, other = (Organisation.objects.get(slug=slug) for slug in ("rivage", "veilleurs"))
        with connection.acting_for(organisation):
            people = make_people(organisation, other)
            filled = fill(organisation, other, people, tmp_path_factory.mktemp("filled"))
            connection.check_constraints()  # else deferred triggers fire in each test, as whoever it is about
        yield people, filled
        transaction.set_rollback(True)


@pytest.fixture
def people(_made_once: Any, db: None) -> People:
    """See `make_people`."""
    return _made_once[0]


@pytest.fixture
def filled(_made_once: Any, db: None) -> dict[str, Any]:
    """See `fill`."""
    return _made_once[1]


@pytest.fixture
def record_of(people, filled):
    """`record_of(organisation, "listener")`: that person's own training record there, for paths; nothing without a role."""

    def make(organisation, role):
        if role not in people[organisation.slug]:
            return {}
        return training_samples.follow(organisation, people[organisation.slug][role], passes=False)

    return make


@pytest.fixture
def somebodys_record(filled, organisation, member):
    """A training record of somebody whom no test signs in, for paths."""
    return training_samples.follow(organisation, member(organisation, Role.TRAINEE), passes=False)
