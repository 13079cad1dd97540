import uuid

from django.db import models
from django.db.models import F, Q


class Attempt(models.Model):
    """One go at a module's quiz: what was answered, and the mark by the quiz as it stood. Append-only."""

    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.UUIDField()  # the enrolment's: a composite foreign key says so
    enrolment = models.ForeignKey("training_sessions.Enrolment", models.PROTECT, related_name="attempts")
    answers = models.JSONField()  # question id → ids of the answers chosen
    score = models.PositiveSmallIntegerField()  # questions answered rightly
    total = models.PositiveSmallIntegerField()
    pass_mark = models.PositiveSmallIntegerField()  # percent, as it was
    passed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["enrolment", "-at"], name="training_attempts_of_enrolment")]
        constraints = [
            models.CheckConstraint(
                condition=Q(score__lte=F("total"), total__gte=1), name="training_score_within_total"
            ),
            models.CheckConstraint(
                condition=Q(passed=True, score__gte=F("pass_mark") * F("total") / 100.0)
                | Q(passed=False, score__lt=F("pass_mark") * F("total") / 100.0),
                name="training_passed_says_the_score",
            ),
        ]
