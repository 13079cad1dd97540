from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tenants.desk.models.contact import Contact


class ReferralState(models.TextChoices):
    """What became of a relay that was proposed during the contact."""

    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Number taken")
    PUT_THROUGH = "put_through", _("Put through")
    DECLINED = "declined", _("Declined")


# The whole machine: whoever takes a number may still be put through, or think better of it.
TRANSITIONS: dict[ReferralState, frozenset[ReferralState]] = {
    ReferralState.PROPOSED: frozenset({ReferralState.ACCEPTED, ReferralState.PUT_THROUGH, ReferralState.DECLINED}),
    ReferralState.ACCEPTED: frozenset({ReferralState.PUT_THROUGH, ReferralState.DECLINED}),
    ReferralState.PUT_THROUGH: frozenset(),
    ReferralState.DECLINED: frozenset(),
}


class Referral(models.Model):
    """A relay proposed to the caller. Keeps the name and number given that day: the directory changes, this doesn't."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="referrals", db_index=False)
    service_id = models.UUIDField()  # a plain key into the shared directory
    service_name = models.CharField(max_length=120)
    service_number = models.CharField(max_length=16)
    state = models.TextField(choices=ReferralState, default=ReferralState.PROPOSED)
    proposed_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contact", "service_id"], name="desk_referral_once"),
            models.CheckConstraint(condition=Q(state__in=ReferralState.values), name="desk_referral_state_known"),
            models.CheckConstraint(
                condition=~Q(service_name="") & ~Q(service_number=""), name="desk_referral_copies_the_service"
            ),
            models.CheckConstraint(
                condition=Q(changed_at__gte=models.F("proposed_at")), name="desk_referral_changes_after"
            ),
        ]

    def __str__(self) -> str:
        return self.service_name

    @property
    def next_states(self) -> list[ReferralState]:
        """Where it may go from here, in the machine's order."""
        return [state for state in ReferralState if state in TRANSITIONS[ReferralState(self.state)]]
