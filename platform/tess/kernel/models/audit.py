from django.db import models


class AuditEntry(models.Model):
    """Who did what to which object, when. Field names only, never contents. Append-only, row-level security."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=models.functions.Now())
    organisation_id = models.UUIDField(null=True, blank=True)  # None: an act of the collective
    user_id = models.UUIDField(null=True, blank=True)  # no constraint: the trail outlives the account
    label = models.CharField(max_length=100, blank=True)  # the part of the system, when no person acts
    action = models.CharField(max_length=100)
    object_type = models.CharField(max_length=100, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    fields = models.JSONField(default=list)  # names of the fields touched
    marks = models.JSONField(default=dict)  # field -> HMAC under the organisation's key

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "-id"], name="kernel_audit_by_organisation"),
            # few among many: the history of grants must not grow slower with the records written
            models.Index(
                fields=["organisation_id", "-id"],
                condition=models.Q(action__startswith="identity."),
                name="kernel_audit_of_access",
            ),
        ]
