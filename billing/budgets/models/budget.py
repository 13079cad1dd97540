from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MOST_CENTS = 10_000_000_000  # a hundred million euros: beyond, it is a typing slip


class BudgetState(models.TextChoices):
    """draft ⇄ simulated: shared out to see, and back to a draft as soon as anything changes."""

    DRAFT = "draft", _("draft")
    SIMULATED = "simulated", _("simulated")


class Key(models.TextChoices):
    """By what an item is shared."""

    CONTACTS = "contacts", _("contacts handled")


class Budget(models.Model):
    """What the collective means to spend in a year, to be shared by what was measured over a period."""

    id = models.BigAutoField(primary_key=True)
    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("name"), max_length=80)
    state = models.CharField(max_length=10, choices=BudgetState, default=BudgetState.DRAFT)
    measured_from = models.DateField(_("measured from"))
    measured_to = models.DateField(_("measured to"))
    created_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "name"], name="budgets_budget_named_once_a_year"),
            models.CheckConstraint(condition=Q(state__in=BudgetState.values), name="budgets_budget_state_known"),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2099) & ~Q(name="") & Q(measured_to__gte=F("measured_from")),
                name="budgets_budget_is_sound",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    @property
    def is_simulated(self) -> bool:
        """Shared out, as it stands."""
        return self.state == BudgetState.SIMULATED


class CostItem(models.Model):
    """One thing to pay for, in whole cents. Items are shared in the order of `position`: fractions carry from one to the next."""

    id = models.BigAutoField(primary_key=True)
    budget = models.ForeignKey(Budget, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    label = models.CharField(_("item"), max_length=120)
    cents = models.BigIntegerField(_("amount"))
    key = models.CharField(_("shared by"), max_length=10, choices=Key, default=Key.CONTACTS)

    class Meta:
        ordering = ["budget_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "position"], name="budgets_item_one_a_place"),
            models.CheckConstraint(condition=Q(key__in=Key.values), name="budgets_item_key_known"),
            models.CheckConstraint(
                condition=Q(cents__gte=1, cents__lte=MOST_CENTS) & ~Q(label=""), name="budgets_item_is_sound"
            ),
        ]
