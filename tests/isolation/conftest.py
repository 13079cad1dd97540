from __future__ import annotations

import uuid

import pytest
from django.db import connection

from cms.domain.content import publish_first_pages
from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES
from tess.kernel.actor import Actor
from tests.isolation import billing_samples, desk_samples


@pytest.fixture(autouse=True)
def shared_pages(request, db):
    """The collective's pages, for the routes that show them."""
    if request.node.name.partition("[")[2].startswith("cms:"):
        with connection.as_application():
            publish_first_pages(actor=Actor.system("tests"))


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
def filled(organisation, other_organisation, people):
    """Both organisations filled; for each, the identifiers to put in paths. `private`: kinds of objects one must not reach."""
    found = {
        where.slug: {"colleague": people[where.slug]["listener"].pk} for where in (organisation, other_organisation)
    }
    for objects in found.values():
        objects |= {"module": "accueillir-un-appel", "training": uuid.uuid4()}
        objects |= {"sheet": "entretien-au-telephone", "walled_up": "users", "rest": "add/"}
    for where in (organisation, other_organisation):
        found[where.slug] |= desk_samples.filled(where, people[where.slug]["listener"])
    shared_budget = billing_samples.filled(organisation, other_organisation)
    for where in (organisation, other_organisation):
        found[where.slug] |= shared_budget
    found["missing"] = {"colleague": uuid.uuid4()} | desk_samples.missing()
    found["private"] = frozenset({"colleague"}) | desk_samples.PRIVATE
    return found
