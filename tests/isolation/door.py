"""A door: who may enter by a route.

`enter` are the roles for whom the page opens; everybody else gets 403, and a signed-out person the sign-in.
`sample` names, for each parameter of the path, the object made by tests/isolation/world.py to put there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role

EVERYBODY = frozenset({"*"})
MEMBERS = frozenset(ORGANISATION_ROLES)
MANAGERS = (Role.DIRECTOR, Role.MANAGER)
SIGNED_IN = frozenset(ORGANISATION_ROLES | COLLECTIVE_ROLES)
READERS = (Role.DISPATCHER, Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class Door:
    enter: frozenset[str]
    sample: dict[str, str] = field(default_factory=dict)
    path: str = ""  # for a route that has no name
    refusal: int = 403  # what somebody who may not enter gets
    asked_nothing: int = 200  # what it answers to a request without what it wants
    own: bool = False  # what it shows is somebody's own: to anybody else as unknown as what is missing

    @property
    def is_public(self) -> bool:
        return self.enter == EVERYBODY


def path_of(name: str, door: Door, urlconf: str, objects: dict[str, Any]) -> str:
    """The path of a route, with these objects in it."""
    return door.path or reverse(name, urlconf=urlconf, kwargs={key: objects[what] for key, what in door.sample.items()})


def only(*roles: Role, **sample: str) -> Door:
    return Door(frozenset(roles), sample)


def ones_own(**sample: str) -> Door:
    return Door(SIGNED_IN, sample, own=True)
