"""The demonstration's figures cross to the collective as they would have, night after night; all but one agree to statistics."""

from __future__ import annotations

from typing import Any

from django.db import connection

from tenants.activity.domain.publication import publish_changed
from tess.identity.roles import Role
from tess.kernel.actor import Actor
from tess.observatory.domain import consent

_SILENT = {"passerelles"}  # hasn't agreed


def load(world: Any) -> None:
    """Publish every day that has calls, statistics where the direction agrees, and fold what the loading left behind."""
    for slug, organisation in world.organisations.items():
        director = Actor(world.users[f"{slug}.{Role.DIRECTOR}"].pk, organisation.pk, frozenset({Role.DIRECTOR.value}))
        with connection.acting_for(organisation):
            consent.say(slug not in _SILENT, actor=director)
            publish_changed(world.today, actor=Actor.system("activity", organisation.pk))
