"""Who does something: handed to every verb, kept by the audit. Never a request, never a name or an address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting for an organisation (or for the collective when `organisation_id` is None), or the system itself.

    `roles` are the values of `tess.identity.roles.Role` held there, now; `label` says which part of the system acts
    when there is no person. `sites` are the telephony sites the person is limited to there; none: the whole organisation.
    `exceptional` is an operator of the platform let in for an hour, who may change nobody's access; `operator` is one at
    the collective's host. `practice`: in a sandbox, from which nothing leaves for the collective.
    """

    user_id: UUID | None
    organisation_id: UUID | None
    roles: frozenset[str] = frozenset()
    label: str = ""
    sites: frozenset[int] = frozenset()
    exceptional: bool = False
    operator: bool = False
    practice: bool = False

    @classmethod
    def system(cls, label: str, organisation_id: UUID | None = None) -> Actor:
        """The product itself (a task, an operator's command, the demonstration)."""
        return cls(user_id=None, organisation_id=organisation_id, label=label)

    def at(self, organisation_id: UUID | None) -> Actor:
        """The same, in the name of that organisation: for an audit row that belongs there."""
        return replace(self, organisation_id=organisation_id)

    @property
    def is_system(self) -> bool:
        """No person behind it: rules on roles don't apply, constraints still do."""
        return self.user_id is None and bool(self.label)

    def reaches(self, site_id: int | None) -> bool:
        """Whether what belongs to this site is within the actor's; what belongs to none is the whole organisation's."""
        return not self.sites or site_id in self.sites

    def has(self, *roles: str) -> bool:
        """Whether at least one of `roles` is held."""
        return not self.roles.isdisjoint(roles)
