import uuid

from django.db import models


class Person(models.Model):
    """Somebody of this organisation, as its own records name them. Their name stands with their account (`Colleague`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user_id = models.UUIDField(unique=True)  # a plain key: no constraint crosses a schema's wall
    since = models.DateTimeField(db_default=models.functions.Now())
    active = models.BooleanField(default=True)
