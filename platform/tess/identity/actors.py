"""From a request to the actor its verbs are told about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tess.kernel.actor import Actor

if TYPE_CHECKING:
    from django.http import HttpRequest

NOBODY = Actor(user_id=None, organisation_id=None)


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person with the roles held at this host; NOBODY when signed out."""
    if not request.user.is_authenticated:
        return NOBODY
    membership = request.membership
    return Actor(
        user_id=request.user.pk,
        organisation_id=request.organisation.pk if request.organisation else None,
        roles=frozenset(membership.roles) if membership else frozenset(),
        sites=frozenset(membership.sites) if membership else frozenset(),
        operator=request.organisation is None and request.user.is_operator,
        exceptional=bool(membership) and membership.is_exceptional,
        practice=request.organisation is not None and request.organisation.is_practice,
    )
