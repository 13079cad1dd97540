"""Inviting the team of a new organisation, all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenants.organisations.models import Organisation
from tess.identity.domain import invitations, queries
from tess.kernel.tenancy.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tess.identity.domain.invitations import ManyInvited
    from tess.identity.domain.people_files import LineError, PersonRow
    from tess.kernel.actor import Actor


def look_over(rows: Iterable[PersonRow], *, actor: Actor) -> list[LineError]:
    """The lines whose person is in already, or invited. As the organisation's own."""
    with connection.as_application():
        return invitations.examine(rows, Organisation.objects.get(pk=actor.organisation_id))


def invite(rows: Iterable[PersonRow], *, actor: Actor) -> ManyInvited:
    """Invite them; each line stands or falls by itself."""
    with connection.as_application():
        return invitations.invite_many(rows, Organisation.objects.get(pk=actor.organisation_id), actor=actor)


def is_more_than_one() -> bool:
    """Whether somebody else is in, or has been invited, in the organisation in force."""
    organisation = connection.tenant
    with connection.as_application():
        return queries.has_company(organisation)
