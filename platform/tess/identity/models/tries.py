from django.db import models


class Tries(models.Model):
    """How often something was tried in a span of time: passwords, codes, letters. See tess.identity.domain.throttle.

    The key is an HMAC: neither an address of a person nor one of a machine can be read in it.
    """

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)
