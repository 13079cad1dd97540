"""What the coordination does with an entry of the directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.governance.models import Outcome
from tenants.relays import rules
from tenants.relays.domain.claims import settle
from tenants.relays.models import Service
from tess.kernel import audit
from tess.kernel.errors import NotFound, Refused

if TYPE_CHECKING:
    from tess.kernel.actor import Actor


def get_service(actor: Actor, slug: str) -> Service:
    """The entry at this address; one out of the directory only for those who may put it back. Raises NotFound."""
    found = Service.objects.filter(slug=slug).first() if rules.may_consult(actor) else None
    if found is None or not (found.active or rules.may_verify(actor)):
        raise NotFound(_("There is no such relay in the directory."))
    return found


@transaction.atomic
def mark_verified(service: Service, *, actor: Actor) -> Service:
    """Say that a person called and found number, hours and audience right, today; what was claimed is settled by it.

    Raises Refused.
    """
    if not rules.may_verify(actor):
        raise Refused(_("Only the collective's coordination marks a relay as verified."))
    service.verified_on = timezone.localdate()
    service.verified_by = actor.user_id
    service.save(update_fields=["verified_on", "verified_by"])
    audit.record(actor, "relays.service.verified", service, fields=["verified_on", "verified_by"])
    return settle(service, Outcome.ACCEPTED, actor=actor)
