from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Task(models.TextChoices):
    PROVISIONING = "provisioning", _("Opening the space")
    EXPORT = "export", _("Exporting all data")
    ERASURE = "erasure", _("Erasing the organisation")


class Progress(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("under way")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped")


class Undertaking(models.Model):
    """Long work for one candidacy, done away from the page, by whoever may. The row is the truth: a sweep takes it up again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidacy = models.ForeignKey("admission.Candidacy", models.CASCADE, related_name="undertakings")
    task = models.CharField(max_length=20, choices=Task)
    progress = models.CharField(max_length=20, choices=Progress, default=Progress.WAITING)
    step = models.CharField(max_length=120, blank=True)  # what is being done now, in words
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField(db_default=models.functions.Now())
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=500, blank=True)  # for the coordination
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ["asked_at"]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(progress__in=["waiting", "running"]), name="admission_undertakings_due"
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(task__in=Task.values), name="admission_task_known"),
            models.CheckConstraint(condition=Q(progress__in=Progress.values), name="admission_progress_known"),
            models.UniqueConstraint(
                fields=["candidacy", "task"],
                condition=Q(progress__in=["waiting", "running"]),
                name="admission_one_undertaking_at_a_time",
            ),
        ]

    @property
    def is_stopped(self) -> bool:
        """Whether it ended without being done."""
        return self.progress == Progress.FAILED

    @property
    def is_under_way(self) -> bool:
        """Whether there is still something to wait for."""
        return self.progress in {Progress.WAITING, Progress.RUNNING}
