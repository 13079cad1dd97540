from django.db import models


class StatisticsConsent(models.Model):
    """An organisation's word on its statistical figures. Append-only: the latest counts, and may be taken back."""

    id = models.BigAutoField(primary_key=True)
    organisation_id = models.UUIDField()
    given = models.BooleanField()
    at = models.DateTimeField(db_default=models.functions.Now())
    user_id = models.UUIDField(null=True, blank=True)  # no constraint: the word outlives the account

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "-id"], name="observatory_consent_latest")]
