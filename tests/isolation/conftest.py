from __future__ import annotations

import pytest

from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role
from tests.isolation import admission_samples, billing_samples, training_samples, world


@pytest.fixture
def people(organisation, other_organisation, member):
    """Somebody of every role: `people["rivage"]["listener"]`, `people["collective"]["treasurer"]`."""
    found = {
        where.slug: {role: member(where, role) for role in sorted(ORGANISATION_ROLES)}
        for where in (organisation, other_organisation)
    }
    found["collective"] = {role: member(None, role) for role in sorted(COLLECTIVE_ROLES)}
    return found


@pytest.fixture
def filled(organisation, other_organisation, people, tmp_path):
    """Both organisations filled; for each, what paths need. `private`: kinds of objects another must not reach."""
    commons = world.fill_commons() | billing_samples.filled(organisation, other_organisation)
    commons |= admission_samples.filled(organisation)
    commons |= world.collective_access(people["collective"])
    found = {
        where.slug: commons | world.fill(where, people[where.slug], tmp_path)
        for where in (organisation, other_organisation)
    }
    return {**found, "missing": world.MISSING, "private": frozenset(world.MISSING)}


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
