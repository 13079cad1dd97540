from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CommonsRequest(models.Model):
    """What an organisation says to the collective: of `subject_id`, a thing of `kind`, one word. Append-only.

    The word is a name from the kind's closed list, never a sentence: nothing of a contact can be written here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    word = models.CharField(max_length=40)
    sent_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        indexes = [models.Index(fields=["kind", "subject_id"], name="governance_request_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__regex=r"^[a-z]+\.[a-z]+$", word__regex=r"^[a-z_]+$"),
                name="governance_request_says_a_name",
            )
        ]


class Outcome(models.TextChoices):
    """What the collective answers."""

    ACCEPTED = "accepted", _("taken into account")
    DECLINED = "declined", _("nothing to correct")


class Answer(models.Model):
    """The collective's answer to one request; what it changes is the owning wing's. Append-only."""

    request = models.OneToOneField(CommonsRequest, on_delete=models.PROTECT, primary_key=True)
    organisation_id = models.UUIDField()  # the request's: whose row it is
    outcome = models.CharField(max_length=8, choices=Outcome)
    answered_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="governance_outcome_is_known")
        ]
