from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenants.admission.charter import CRITERIA


class Finding(models.TextChoices):
    MET = "met", _("met")
    NOT_MET = "not_met", _("not met")
    TO_CLARIFY = "to_clarify", _("to clarify")


class Assessment(models.Model):
    """What the coordination finds on one point of the charter's article 1.2, with a remark the candidate may read."""

    candidacy = models.ForeignKey("admission.Candidacy", models.CASCADE, related_name="assessments")
    criterion = models.CharField(max_length=20, choices=[(each.key, each.label) for each in CRITERIA])
    finding = models.CharField(max_length=20, choices=Finding)
    remark = models.TextField(blank=True, max_length=2000)
    user_id = models.UUIDField(null=True)
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "criterion"], name="admission_one_finding_a_point"),
            models.CheckConstraint(condition=Q(finding__in=Finding.values), name="admission_finding_known"),
            models.CheckConstraint(
                condition=Q(criterion__in=[each.key for each in CRITERIA]), name="admission_criterion_known"
            ),
            models.CheckConstraint(
                condition=Q(finding=Finding.MET) | Q(remark__gt=""), name="admission_what_is_not_met_is_explained"
            ),
        ]


class Question(models.Model):
    """Something the coordination asks, and what the candidate says to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidacy = models.ForeignKey("admission.Candidacy", models.CASCADE, related_name="questions")
    text = models.TextField(max_length=3000)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField(db_default=models.functions.Now())
    answer = models.TextField(blank=True, max_length=6000)
    answered_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)  # the coordination needs no answer any more

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False, answer__gt=""),
                name="admission_answer_has_words",
            )
        ]

    @property
    def is_waiting(self) -> bool:
        """Whether the candidate still has to answer."""
        return self.answered_at is None and self.dropped_at is None


class Voice(models.TextChoices):
    FOR = "for", _("for")
    AGAINST = "against", _("against")
    ABSTAINS = "abstains", _("abstains")


class Vote(models.Model):
    """One coordinator's voice on one candidacy; it may change until the decision."""

    candidacy = models.ForeignKey("admission.Candidacy", models.CASCADE, related_name="votes")
    user_id = models.UUIDField()
    voice = models.CharField(max_length=10, choices=Voice)
    remark = models.TextField(blank=True, max_length=2000)  # for the coordination alone
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "user_id"], name="admission_one_voice_a_person"),
            models.CheckConstraint(condition=Q(voice__in=Voice.values), name="admission_voice_known"),
        ]
