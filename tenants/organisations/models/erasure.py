import uuid

from django.db import models


class ErasureProof(models.Model):
    """What was erased with an organisation and what the law keeps, written in the transaction that erased it. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation_id = models.UUIDField(unique=True)  # a plain key: what it names is gone
    name = models.CharField(max_length=120)
    slug = models.CharField(max_length=30)
    schema_name = models.CharField(max_length=63)
    role_name = models.CharField(max_length=63)
    user_id = models.UUIDField(
        null=True, blank=True
    )  # who asked; the label says which part of the system when nobody did
    label = models.CharField(max_length=100, blank=True)
    erased_at = models.DateTimeField(db_default=models.functions.Now())
    own_tables = models.JSONField()  # table of its schema -> rows erased
    shared_tables = models.JSONField()  # shared table -> rows erased
    kept = models.JSONField()  # [{"table", "rows", "basis", "until"}]

    class Meta:
        ordering = ["erased_at"]

    def __str__(self) -> str:
        return f"{self.name}, {self.erased_at:%Y-%m-%d}"

    @property
    def is_complete(self) -> bool:
        """Whether key, files and cache are gone too, and nothing was found when it was looked for."""
        return hasattr(self, "completion")


class ErasureCompletion(models.Model):
    """Key, files and cache entries are gone too, and a search found nothing left. Append-only."""

    proof = models.OneToOneField(ErasureProof, models.PROTECT, primary_key=True, related_name="completion")
    key_destroyed = models.BooleanField()  # False: there was none any more
    files_removed = models.PositiveIntegerField()
    verified_at = models.DateTimeField(db_default=models.functions.Now())
