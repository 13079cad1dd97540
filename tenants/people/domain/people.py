"""The people of an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tenants.people.models import Person
from tess.kernel import audit

if TYPE_CHECKING:
    from uuid import UUID

    from tess.kernel.actor import Actor


@transaction.atomic
def person_for(user_id: UUID, *, actor: Actor) -> Person:
    """The person behind this account in the organisation in force, made at the first need.

    Two requests at once end with the same one. Membership is not looked at: hours done by somebody who has left since
    are still theirs.
    """
    person, created = Person.objects.get_or_create(user_id=user_id)
    if created:
        audit.record(actor, "people.person.added", person)
    return person
