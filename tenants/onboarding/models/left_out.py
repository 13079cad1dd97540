from django.db import models
from django.db.models import Q


class LeftOut(models.Model):
    """A first step the organisation chose to leave out; taken back by deleting the row."""

    code = models.CharField(primary_key=True, max_length=30)
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(code__regex=r"^[a-z_]+$"), name="onboarding_code_is_a_word")]
