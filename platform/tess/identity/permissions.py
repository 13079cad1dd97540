"""Who may do what, as one shows it: each app says in AppConfig.ready() what its rules open, in words.

    capability(rules.may_read_all, label=_("Read the records of everyone"), host="organisation", group=_("Records"))

The table asks the predicates themselves, so it can't say anything else than the doors do.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role
from tess.kernel.actor import Actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import Promise

    Host = Literal["organisation", "collective"]

_SOMEBODY, _SOMEWHERE = UUID(int=1), UUID(int=2)


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing that may be done at one kind of host."""

    predicate: Callable[[Actor], bool]
    label: str | Promise
    host: Host
    group: str | Promise
    order: int


@dataclass(frozen=True, slots=True)
class Line:
    """A capability and, for each role of the table, whether it opens it."""

    label: str
    held: list[tuple[Role, bool]]


_capabilities: dict[tuple[str, str], Capability] = {}


def capability(
    predicate: Callable[[Actor], bool], *, label: str | Promise, host: Host, group: str | Promise, order: int = 50
) -> None:
    """Say that `predicate` opens what `label` says. Groups stand by the lowest `order` said for them."""
    name = f"{predicate.__module__}.{predicate.__qualname__}"
    _capabilities[host, name] = Capability(predicate, label, host, group, order)


def registered() -> list[Capability]:
    """All of them."""
    return list(_capabilities.values())


def roles_at(host: Host) -> list[Role]:
    """The roles of that kind of host, in the order in which one names them."""
    kind = ORGANISATION_ROLES if host == "organisation" else COLLECTIVE_ROLES
    return [role for role in Role if role in kind]


def table(host: Host) -> list[tuple[str, list[Line]]]:
    """The groups of that kind of host, each with its lines."""
    here = [each for each in _capabilities.values() if each.host == host]
    first = {str(each.group): min(other.order for other in here if other.group == each.group) for each in here}
    ordered = sorted(here, key=lambda each: (first[str(each.group)], str(each.group), each.order))
    actors = {role: _somebody(role, host) for role in roles_at(host)}
    return [
        (
            group,
            [
                Line(str(each.label), [(role, each.predicate(actor)) for role, actor in actors.items()])
                for each in capabilities
            ],
        )
        for group, capabilities in groupby(ordered, key=lambda each: str(each.group))
    ]


def _somebody(role: Role, host: Host) -> Actor:
    return Actor(_SOMEBODY, _SOMEWHERE if host == "organisation" else None, frozenset({role.value}))
