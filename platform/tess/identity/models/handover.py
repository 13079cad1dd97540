import uuid

from django.conf import settings
from django.db import models


class HandOver(models.Model):
    """A sign-in handed from the collective's host to an organisation's: once, within 30 seconds, to the same browser."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="+")
    session = models.ForeignKey("identity.Session", models.CASCADE, related_name="+")
    browser = models.CharField(max_length=64)  # SHA-256 of a cookie the organisation's host set beforehand
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)
