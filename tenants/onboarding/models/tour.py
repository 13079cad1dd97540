from django.db import models
from django.db.models.functions import Now


class TourLeft(models.Model):
    """Somebody has seen the tour, or doesn't want it: it isn't offered to them again."""

    user_id = models.UUIDField(primary_key=True)  # a plain key: no constraint crosses a schema's wall
    at = models.DateTimeField(db_default=Now())
