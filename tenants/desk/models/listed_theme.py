from __future__ import annotations

from django.db import models
from django.db.models import Q


class ListedTheme(models.Model):
    """A theme this organisation's listeners see first on a record. No row at all: they see all of them."""

    code = models.CharField(primary_key=True, max_length=40)  # of tenants.desk.themes

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z][a-z_]*$"), name="desk_listed_theme_is_a_code")
        ]

    def __str__(self) -> str:
        return self.code
