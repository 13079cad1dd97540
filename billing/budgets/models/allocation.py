from django.db import models
from django.db.models import F, Q

from billing.budgets.models.budget import Budget, CostItem
from billing.budgets.models.measure import Measure


class Allocation(models.Model):
    """A budget shared out, once. Sharing it again makes another and forgets this one: nothing has been asked of anybody."""

    id = models.BigAutoField(primary_key=True)
    budget = models.OneToOneField(Budget, models.CASCADE, related_name="allocation")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="allocations")
    total_cents = models.BigIntegerField()
    made_at = models.DateTimeField(db_default=models.functions.Now())


class AllocationLine(models.Model):
    """The working for one member on one item. All is in cents; what is a fraction of a cent counts `denominator`-ths of one.

    amount × numerator + carry_before = whole × denominator + remainder; cents = whole + extra;
    carry_after = what is still owed. The database checks it.
    """

    id = models.BigAutoField(primary_key=True)
    allocation = models.ForeignKey(Allocation, models.CASCADE, related_name="lines")
    item = models.ForeignKey(CostItem, models.CASCADE, related_name="lines")
    organisation_id = models.UUIDField()
    amount = models.BigIntegerField()  # the item's
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    carry_before = models.BigIntegerField()
    whole = models.BigIntegerField()
    remainder = models.BigIntegerField()
    rank = models.PositiveIntegerField(null=True)  # None: a member of weight zero, who pays nothing
    extra = models.SmallIntegerField()
    cents = models.BigIntegerField()
    carry_after = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["allocation", "item", "organisation_id"], name="budgets_line_one_a_member_and_item"
            ),
            models.CheckConstraint(
                condition=Q(numerator__gte=0, denominator__gte=1, cents=F("whole") + F("extra")),
                name="budgets_line_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    carry_after=F("amount") * F("numerator") + F("carry_before") - F("cents") * F("denominator"),
                    carry_after__gte=-F("denominator"),
                    carry_after__lte=F("denominator"),
                ),
                name="budgets_line_carries_less_than_a_cent",
            ),
            models.CheckConstraint(
                condition=Q(rank=None, numerator=0, cents=0)
                | Q(
                    rank__isnull=False,
                    remainder=F("amount") * F("numerator") + F("carry_before") - F("whole") * F("denominator"),
                ),
                name="budgets_line_shows_its_working",
            ),
        ]


class DraftCall(models.Model):
    """What a member would be asked for: no number, not issued, gone when the budget is shared out again."""

    id = models.BigAutoField(primary_key=True)
    allocation = models.ForeignKey(Allocation, models.CASCADE, related_name="draft_calls")
    organisation_id = models.UUIDField()
    cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["allocation", "organisation_id"], name="budgets_draft_call_one_a_member"),
        ]
