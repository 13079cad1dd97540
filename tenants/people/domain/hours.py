"""The hours ledger: lines are added, and undone by a counter-line; nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tenants.people import rules
from tenants.people.models import Component, HoursEntry, ReversalReason, SourceKind
from tess.kernel import audit
from tess.kernel.errors import Conflict, DomainError, Refused

if TYPE_CHECKING:
    from datetime import datetime

    from tenants.people.models import Person
    from tess.kernel.actor import Actor


class Source(NamedTuple):
    """Where hours come from: a SourceKind and the id of the thing; counted once for a person."""

    kind: str
    id: str


@transaction.atomic
def post(person: Person, component: str, minutes: int, source: Source, *, at: datetime, actor: Actor) -> HoursEntry:
    """Add `minutes` (> 0) done at `at` to a person's hours; the same source again changes nothing and returns its line.

    Raises DomainError when the minutes are not positive or the component is not known.
    """
    if minutes <= 0:
        raise DomainError(_("A line of hours counts at least one minute."), field="minutes")
    if component not in Component.values:
        raise DomainError(_("This is not a component of the training path."), field="component")
    entry, created = HoursEntry.objects.get_or_create(
        person=person,
        source_kind=source.kind,
        source_id=source.id,
        defaults={"component": component, "minutes": minutes, "at": at},
    )
    if created:
        audit.record(actor, "people.hours.posted", entry, fields=["component", "minutes"])
    return entry


def reverse(entry: HoursEntry, reason: str, *, actor: Actor) -> HoursEntry:
    """Undo a line by its counter-line; returns the counter-line.

    Raises Refused without the right, DomainError for an unknown reason or a line that is itself a counter-line, and
    Conflict when it was already undone.
    """
    if not rules.may_reverse_hours(actor):
        raise Refused(_("Undoing hours is for those who answer for training."))
    if reason not in ReversalReason.values:
        raise DomainError(_("Say why this line is undone."), field="reason")
    if entry.reverses_id is not None:
        raise DomainError(_("This line already undoes another one; post the right hours instead."))
    try:
        with transaction.atomic():
            counter = HoursEntry.objects.create(
                person_id=entry.person_id,
                component=entry.component,
                minutes=-entry.minutes,
                at=entry.at,
                source_kind=SourceKind.REVERSAL,
                source_id=str(entry.pk),
                reverses=entry,
                reason=reason,
            )
            audit.record(actor, "people.hours.reversed", counter, fields=["reason"])
    except IntegrityError as error:
        raise Conflict(_("This line has already been undone.")) from error
    return counter
