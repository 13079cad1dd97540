"""The sandbox beside an organisation: asked for, entered, emptied. At the organisation's host."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.onboarding import rules
from tenants.organisations.domain import practice
from tenants.organisations.models import Organisation
from tess.kernel.errors import Refused
from tess.kernel.tenancy.db import connection

if TYPE_CHECKING:
    from tess.kernel.actor import Actor

_USUAL = timedelta(minutes=1)  # what it takes at most, where the process that owns the tables runs


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Where it stands: nobody asked, being made, or there."""

    wanted: bool
    space: Organisation | None
    practised: bool
    late: bool = False  # asked for a while ago, and not there

    @property
    def is_being_made(self) -> bool:
        """Asked for just now: worth waiting for."""
        return self.wanted and self.space is None and not self.late


def sandbox_of(organisation: Organisation) -> Sandbox:
    """The sandbox beside `organisation`; what was practised there a moment ago counts."""
    with connection.as_application():
        standing = Organisation.objects.get(pk=organisation.pk)
        space = practice.space_of(organisation.pk)
        practised = standing.practised_at is not None or (space is not None and practice.look(space))
    since = standing.practice_wanted_at
    late = since is not None and space is None and timezone.now() - since > _USUAL
    return Sandbox(since is not None, space, practised, late)


def ask_for(*, actor: Actor) -> None:
    """Have a sandbox opened. Raises Refused, DomainError."""
    if not rules.may_set_up(actor) or actor.organisation_id is None:
        raise Refused(_("Only the direction and the managers set the organisation up."))
    with connection.as_application():
        practice.want(actor.organisation_id, actor=actor)


def way_back(space: Organisation) -> str:
    """The address of the organisation whose sandbox it is."""
    with connection.as_application():
        real: Organisation = Organisation.objects.get(practice_space=space.pk)
    return real.url()


def has_practised() -> bool:
    """Whether somebody of the organisation in force has practised."""
    return sandbox_of(connection.tenant).practised
