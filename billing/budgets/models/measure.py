from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from billing.budgets.models.budget import Budget, Key


class Measure(models.Model):
    """What was measured of every member when a budget was shared out: a copy, so that the sharing can be done again.

    `fingerprint` is the SHA-256 of the published figures it was made of (see domain/measuring.py).
    """

    id = models.BigAutoField(primary_key=True)
    budget = models.ForeignKey(Budget, models.CASCADE, related_name="measures")
    key = models.CharField(max_length=10, choices=Key)
    indicator = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    period_start = models.DateField()
    period_end = models.DateField()
    fingerprint = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["budget", "key"], name="budgets_measure_one_a_key"),
            models.CheckConstraint(
                condition=Q(key__in=Key.values, period_end__gte=F("period_start"), fingerprint__regex="^[0-9a-f]{64}$"),
                name="budgets_measure_is_sound",
            ),
        ]


class MeasuredValue(models.Model):
    """One member's value, and the published figures it is the sum of."""

    id = models.BigAutoField(primary_key=True)
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="values")
    organisation_id = models.UUIDField()
    value = models.BigIntegerField()
    figure_ids = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "organisation_id"], name="budgets_value_one_a_member"),
            models.CheckConstraint(condition=Q(value__gte=0), name="budgets_value_not_negative"),
        ]
