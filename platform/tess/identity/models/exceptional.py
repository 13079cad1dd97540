from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils import timezone

LONGEST = timedelta(minutes=60)
SHORTEST_REASON = 20  # characters


class ExceptionalAccess(models.Model):
    """An operator of the platform let into one organisation, for an hour at most, for a reason its direction reads."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    operator = models.CharField(max_length=100)  # the name, should the account go
    reason = models.TextField()
    opened_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # before its time: by the operator, or by the direction
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("opened_at"), until__lte=F("opened_at") + LONGEST),
                name="identity_exceptional_an_hour_at_most",
            ),
            models.CheckConstraint(
                condition=Q(models.lookups.GreaterThanOrEqual(Length("reason"), SHORTEST_REASON)),
                name="identity_exceptional_says_why",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("opened_at")), name="identity_exceptional_ends_after"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-opened_at"], name="identity_exceptional_latest")]

    @property
    def is_open(self) -> bool:
        """Whether the operator may enter now."""
        return self.ended_at is None and self.until > timezone.now()
