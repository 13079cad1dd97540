"""Who may enter where: one line a route, written by hand. A route absent from here fails the build.

`enter` are the roles for whom the page opens; everybody else gets 403, and a signed-out person the sign-in.
`sample` names, for each parameter of the path, the object of tests/isolation/world.py to put there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role

EVERYBODY = frozenset({"*"})
MEMBERS = frozenset(ORGANISATION_ROLES)
SIGNED_IN = frozenset(ORGANISATION_ROLES | COLLECTIVE_ROLES)


@dataclass(frozen=True, slots=True)
class Door:
    enter: frozenset[str]
    sample: dict[str, str] = field(default_factory=dict)
    path: str = ""  # for a route that has no name
    refusal: int = 403  # what somebody who may not enter gets
    asked_nothing: int = 200  # what it answers to a request without the parameters it wants

    @property
    def is_public(self) -> bool:
        return self.enter == EVERYBODY


def path_of(name: str, door: Door, urlconf: str, objects: dict[str, Any]) -> str:
    """The path of a route, with these objects in it."""
    return door.path or reverse(name, urlconf=urlconf, kwargs={key: objects[what] for key, what in door.sample.items()})


def only(*roles: Role, **sample: str) -> Door:
    return Door(frozenset(roles), sample)


AT_ORGANISATIONS: dict[str, Door] = {
    "identity:home": Door(MEMBERS),
    "identity:enter": Door(EVERYBODY),
    "identity:accept": Door(EVERYBODY),
    "identity:sign_out": Door(EVERYBODY),
    "relays:directory": Door(MEMBERS),
    "relays:results": Door(MEMBERS),
    "relays:service": Door(MEMBERS, {"slug": "service"}),
    "cms:commons": Door(MEMBERS),
    "cms:charter": Door(MEMBERS),
    "cms:practice_index": Door(MEMBERS),
    "cms:practice_sheet": Door(MEMBERS, {"slug": "sheet"}),
    "cms:practice_fragment": Door(MEMBERS, {"slug": "sheet"}),
    "people:team": only(Role.DIRECTOR, Role.MANAGER, Role.TRAINER, Role.SUPERVISOR),
    "people:person": only(Role.DIRECTOR, Role.MANAGER, Role.TRAINER, Role.SUPERVISOR, user_id="colleague"),
    "people:own_hours": Door(MEMBERS),
    "activity:day": only(Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.DISPATCHER),
    "activity:definitions": only(Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.DISPATCHER),
    "activity:publish": only(Role.DIRECTOR, Role.MANAGER),
    "activity:agree": only(Role.DIRECTOR),
}

AT_THE_COLLECTIVE: dict[str, Door] = {
    "health": Door(EVERYBODY),
    "identity:sign_in": Door(EVERYBODY),
    "identity:sign_out": Door(EVERYBODY),
    "identity:signed_out": Door(EVERYBODY),
    "identity:hand_over": Door(SIGNED_IN, asked_nothing=404),
    "identity:home": Door(SIGNED_IN),
    "relays:directory": Door(SIGNED_IN),
    "relays:results": Door(SIGNED_IN),
    "relays:service": Door(SIGNED_IN, {"slug": "service"}),
    "relays:verify": only(Role.COORDINATOR, slug="service"),
    "wagtailadmin_login": only(Role.COORDINATOR, Role.COLLECTIVE_TRAINER),
    "wagtailadmin_logout": Door(EVERYBODY),
    "wagtailadmin_account": only(Role.COORDINATOR, Role.COLLECTIVE_TRAINER),
    # Wagtail's own accounts, closed to all
    "^(?:login|logout|account|password_reset|users|groups|bulk/(?:identity|auth))(?:/|$)": Door(
        EVERYBODY, path="/cms/users/"
    ),
    "test404/": Door(frozenset({Role.COORDINATOR, Role.COLLECTIVE_TRAINER}), path="/cms/test404/"),
    "^_util/": Door(EVERYBODY, path="/cms/_util/"),
}
