"""A file on its way in, as a row: what tables of such files have in common."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    """received → checking → checked → loading → loaded → undone; or refused whole, or given up before the load."""

    RECEIVED = "received", _("received")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked, not loaded")
    LOADING = "loading", _("being loaded")
    LOADED = "loaded", _("loaded")
    UNDONE = "undone", _("undone")
    REFUSED = "refused", _("refused")
    GIVEN_UP = "given_up", _("given up")


class FileBatch(models.Model):
    """A file somebody brought. The file itself is gone once loaded, given up or an hour old; this says what it held."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=120)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.TextField(choices=BatchState, default=BatchState.RECEIVED)
    message = models.TextField(blank=True)  # why it was refused whole
    lines = models.BigIntegerField(default=0)
    loaded = models.BigIntegerField(default=0)
    known = models.BigIntegerField(default=0)  # there already, or twice in the file
    refused = models.BigIntegerField(default=0)
    summary: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.UUIDField(null=True)  # a user's id, plain; None: the system
    changed_at = models.DateTimeField(auto_now=True)
    loaded_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name


def batch_constraints(prefix: str, *more_counts: str) -> list[models.BaseConstraint]:
    """What holds of every batch; the names begin with `prefix`."""
    counts = ("size", "lines", "loaded", "known", "refused", *more_counts)
    return [
        models.CheckConstraint(condition=Q(state__in=BatchState.values), name=f"{prefix}_state_known"),
        models.CheckConstraint(condition=Q(lines=F("loaded") + F("known") + F("refused")), name=f"{prefix}_adds_up"),
        models.CheckConstraint(
            condition=Q(**{f"{count}__gte": 0 for count in counts}), name=f"{prefix}_counts_not_negative"
        ),
        models.CheckConstraint(
            condition=Q(loaded_at=None) | Q(state__in=[BatchState.LOADED, BatchState.UNDONE]),
            name=f"{prefix}_loaded_has_time",
        ),
        models.CheckConstraint(
            condition=Q(undone_at=None) ^ Q(state=BatchState.UNDONE), name=f"{prefix}_undone_has_time"
        ),
    ]


def batch_indexes(prefix: str) -> list[models.Index]:
    """The list's order, and the same file known again."""
    return [
        models.Index(fields=["-created_at", "-id"], name=f"{prefix}_latest"),
        models.Index(fields=["sha256"], name=f"{prefix}_same_file"),
    ]
