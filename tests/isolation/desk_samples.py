"""What the relay directory and the desk put in the two organisations of the matrix."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection

from tenants.desk.domain.contacts import Answers, open_contact, save_draft
from tenants.desk.domain.referrals import refer
from tenants.relays.models import Service
from tess.identity.roles import Role
from tess.kernel.actor import Actor

PRIVATE = frozenset({"contact", "referral"})


def shared() -> dict[str, Any]:
    """One entry of the directory, the same for everybody."""
    with connection.as_application():
        relay, _made = Service.objects.get_or_create(
            number="3114", defaults={"slug": "3114-prevention", "name": "Prévention du suicide"}
        )
    return {"relay": relay.slug, "relay_id": relay.pk, "step": "accepted"}


def filled(organisation: Any, listener: Any) -> dict[str, Any]:
    """A draft with a note and a referral; the organisation's role is in force."""
    found = shared()
    actor = Actor(listener.pk, organisation.pk, frozenset({Role.LISTENER}))
    with connection.acting_for(organisation):
        contact = open_contact(actor=actor)
        save_draft(contact, Answers(nature="support", note=f"note de {organisation.slug}"), version=1, actor=actor)
        referral = refer(contact, found["relay_id"], actor=actor)
    return found | {"contact": contact.pk, "referral": referral.pk}


def missing() -> dict[str, Any]:
    """Keys of nothing."""
    return {"contact": uuid.uuid4(), "referral": uuid.uuid4()}
