from django.db import models
from django.db.models import F, Q


class LessonRead(models.Model):
    """A lesson opened, then finished, within an enrolment; `minutes` is what counts, never more than its nominal length."""

    wagtail_reference_index_ignore = True

    id = models.BigAutoField(primary_key=True)
    organisation_id = models.UUIDField()  # the enrolment's: a composite foreign key says so
    enrolment = models.ForeignKey("training_sessions.Enrolment", models.PROTECT, related_name="lessons_read")
    lesson = models.UUIDField()  # the stable id of a lesson of the module
    nominal = models.PositiveSmallIntegerField()  # minutes the lesson was meant to take when it was opened
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="training_lesson_read_once"),
            models.CheckConstraint(
                condition=Q(finished_at=None, minutes=None)
                | Q(finished_at__gte=F("started_at"), minutes__gte=1, minutes__lte=F("nominal")),
                name="training_minutes_within_nominal",
            ),
        ]
