"""How often somebody may ask for a letter: small counters in the cache, whose keys tell nothing about anybody."""

from __future__ import annotations

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from tess.kernel.errors import DomainError


class TooOften(DomainError):
    """Asked for too often; the message says when to try again."""


def spend(purpose: str, who: str, *, limit: int, minutes: int) -> None:
    """Count one try of `purpose` by `who` (an address, a network). Raises TooOften past `limit` within `minutes`."""
    key = "admission." + salted_hmac(f"tenants.admission.throttle.{purpose}", who, algorithm="sha256").hexdigest()
    cache.add(key, 0, minutes * 60)
    try:
        tries = cache.incr(key)
    except ValueError:  # it ended between the two
        return
    if tries > limit:
        raise TooOften(
            _("This was asked for many times within a short while. Wait %(minutes)s minutes, then try again.")
            % {"minutes": minutes}
        )
