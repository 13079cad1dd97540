"""The team and its hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from tenants.people.domain import hours
from tenants.people.domain.people import person_for
from tess.identity.roles import Role
from tests.isolation.door import MEMBERS, Door, only
from tests.isolation.place import AT

if TYPE_CHECKING:
    from tests.isolation.place import Place

AT_ORGANISATIONS = {
    "people:team": only(Role.DIRECTOR, Role.MANAGER, Role.TRAINER, Role.SUPERVISOR),
    "people:person": only(Role.DIRECTOR, Role.MANAGER, Role.TRAINER, Role.SUPERVISOR, user_id="colleague"),
    "people:own_hours": Door(MEMBERS),
}

MISSING = {
    "colleague": UUID(int=5),
    "hours": str(UUID(int=6)),
}


def fill(place: Place) -> dict[str, Any]:
    """Somebody with hours."""
    listener, writer = place.people[Role.LISTENER], place.actor(Role.LISTENER)
    source = hours.Source("session", "1")
    entry = hours.post(person_for(listener.pk, actor=writer), "theory", 90, source, at=AT, actor=writer)
    return {"colleague": listener.pk, "hours": str(entry.pk)}
