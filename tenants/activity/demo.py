"""The demonstration's figures cross to the collective as they would have, night after night; all but one agree to statistics."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from tenants.activity.domain.days import bounds
from tenants.activity.domain.folding import fold
from tenants.activity.domain.publication import publish_days
from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tess.observatory.domain import consent

if TYPE_CHECKING:
    from tenants.organisations.models import Organisation

_LONGEST = 100  # days: the longest history of the demonstration
_SILENT = {"passerelles"}  # hasn't agreed


def load(world: Any) -> None:
    """Publish every day that has calls, statistics where the direction agrees, and fold what the loading left behind."""
    for slug, organisation in world.organisations.items():
        director = Actor(world.users[f"{slug}.{Role.DIRECTOR}"].pk, organisation.pk, frozenset({Role.DIRECTOR.value}))
        with connection.acting_for(organisation):
            _publish(organisation, slug, world.today, director)


def _publish(organisation: Organisation, slug: str, last: Any, director: Actor) -> None:
    first = last - timedelta(days=_LONGEST)
    consent.say(slug not in _SILENT, actor=director)
    fold(*bounds(first, last))
    publish_days(first, last, actor=Actor.system("activity", organisation.pk))
