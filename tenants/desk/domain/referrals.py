"""Relays proposed during a contact. The name and the number given are kept as they were that day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.desk.domain.contacts import own_draft
from tenants.desk.models import TRANSITIONS, Referral, ReferralState
from tenants.relays.models import Service
from tess.kernel import audit
from tess.kernel.errors import Conflict, NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from tenants.desk.models import Contact
    from tess.kernel.actor import Actor


@transaction.atomic
def refer(contact: Contact, service_id: UUID, *, actor: Actor) -> Referral:
    """Propose a relay on the actor's own draft; proposing it again gives the same referral.

    Raises NotFound (no such record or relay) or AlreadyClosed.
    """
    draft = own_draft(contact.pk, actor)
    service = Service.objects.filter(pk=service_id, active=True).first()
    if service is None:
        raise NotFound(_("There is no such relay in the directory."))
    referral, created = Referral.objects.get_or_create(
        contact=draft,
        service_id=service.pk,
        defaults={"service_name": service.name, "service_number": service.number},
    )
    if created:
        audit.record(actor, "desk.referral.proposed", referral, fields=["service_id"])
    return referral


def accept(referral: Referral, *, actor: Actor) -> Referral:
    """The person takes the number."""
    return _move(referral, ReferralState.ACCEPTED, actor)


def put_through(referral: Referral, *, actor: Actor) -> Referral:
    """The listener put them through."""
    return _move(referral, ReferralState.PUT_THROUGH, actor)


def decline(referral: Referral, *, actor: Actor) -> Referral:
    """The person doesn't want it."""
    return _move(referral, ReferralState.DECLINED, actor)


@transaction.atomic
def _move(referral: Referral, to: ReferralState, actor: Actor) -> Referral:
    """One step of the machine. Raises NotFound, AlreadyClosed, or Conflict when there is no such step from here."""
    draft = own_draft(referral.contact_id, actor)
    found = Referral.objects.select_for_update().get(pk=referral.pk, contact=draft)
    if to not in TRANSITIONS[ReferralState(found.state)]:
        raise Conflict(_("“%(name)s” is already: %(state)s.") % {"name": found, "state": found.get_state_display()})
    found.state, found.changed_at = to, timezone.now()
    found.save(update_fields=["state", "changed_at"])
    audit.record(actor, f"desk.referral.{to}", found, fields=["state"])
    return found


STEPS = {ReferralState.ACCEPTED: accept, ReferralState.PUT_THROUGH: put_through, ReferralState.DECLINED: decline}
