"""An organisation while it is filled with what could leak."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tess.kernel.actor import Actor

if TYPE_CHECKING:
    from pathlib import Path

    from tenants.organisations.models import Organisation
    from tess.identity.models import User
    from tess.identity.roles import Role

AT = datetime(2026, 9, 7, 14, 2, tzinfo=UTC)


def canary_of(organisation: Organisation) -> str:
    """A token that stands nowhere else."""
    return f"kanari-{organisation.slug}-zq"


@dataclass(frozen=True, slots=True)
class Place:
    """The organisation, its people by role, a folder for files to bring, and what paths need, as far as it was made."""

    organisation: Organisation
    people: dict[str, User]
    folder: Path
    paths: dict[str, Any] = field(default_factory=dict)

    @property
    def token(self) -> str:
        return canary_of(self.organisation)

    def actor(self, role: Role) -> Actor:
        """Its person of that role, as an actor."""
        return Actor(self.people[role].pk, self.organisation.pk, frozenset({role.value}))
