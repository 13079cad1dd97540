from django.db import models
from django.db.models import Q

from tenants.telephony.models import Line


class SheetAtHand(models.Model):
    """A shared practice sheet kept beside the records of one line. Its text stays the collective's: here only its name."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="sheets_at_hand")
    slug = models.SlugField(max_length=255)
    title = models.CharField(max_length=255)

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["line", "slug"], name="desk_sheet_at_hand_once"),
            models.CheckConstraint(condition=~Q(slug="") & ~Q(title=""), name="desk_sheet_at_hand_has_a_name"),
        ]
