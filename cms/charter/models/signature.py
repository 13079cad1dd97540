import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class CharterSignature(models.Model):
    """An organisation commits to the charter: who signed for it, when, and the hash of the very text they read.

    Insert-only, under row-level security: one of the requests to the commons. A text that changes asks for another row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.UUIDField()
    user_id = models.UUIDField()  # a plain key: no constraint crosses from an organisation's act to an account
    text_hash = models.CharField(max_length=64)  # SHA-256, see cms.charter.domain.signing.hash_of
    signed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "text_hash"], name="charter_signed_once_a_text"),
            models.CheckConstraint(condition=Q(text_hash__regex=r"^[0-9a-f]{64}$"), name="charter_hash_is_sha256"),
        ]
