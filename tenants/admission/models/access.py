from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Access(models.Model):
    """A way into the dossiers of one address, once, for half an hour: a six-digit code typed, or a link followed.

    Neither stands here: both are worked out from the row's id and the installation's secret. Made for an address nobody
    applied with as well, so that the pages tell nothing; `known` says whether a letter went out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    candidacy = models.ForeignKey("admission.Candidacy", models.CASCADE, null=True, related_name="+")
    known = models.BooleanField()
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(db_default=models.functions.Now())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="admission_access_over")]
        constraints = [
            models.CheckConstraint(
                condition=Q(email=models.functions.Lower("email")), name="admission_access_lower_case"
            )
        ]
