from django.db import models


class OutboxMessage(models.Model):
    """Work that must not be lost: written in the transaction that makes it necessary, done once, found again by the sweep."""

    id = models.BigAutoField(primary_key=True)
    organisation_id = models.UUIDField(null=True, blank=True)  # None: work of the collective
    kind = models.CharField(max_length=100)
    payload = models.JSONField(default=dict)  # ids only
    posted_at = models.DateTimeField(db_default=models.functions.Now())
    due_at = models.DateTimeField(db_default=models.functions.Now())
    attempts = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)  # the class of the last error, never its text

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(done_at__isnull=True), name="kernel_outbox_waiting")
        ]
