"""How often somebody may ask for a letter or try a code: counted as sign-ins are, in rows whose keys tell nothing."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from tess.identity.domain.throttle import Count, Limit, take
from tess.kernel.errors import DomainError

HOUR = timedelta(hours=1)
LETTERS_AN_ADDRESS = Limit("admission.letters.address", 6, HOUR)
LETTERS_A_NETWORK = Limit("admission.letters.network", 60, HOUR)  # a whole house may sit behind one address
CODES_A_NETWORK = Limit("admission.codes.network", 200, HOUR)


class TooOften(DomainError):
    """Asked for too often; the message says when to try again."""


def spend(*counts: tuple[Limit, str]) -> None:
    """Count one try of each subject against its limit. Raises TooOften when one is passed."""
    if not take([Count(limit, subject) for limit, subject in counts]).allowed:
        raise TooOften(
            _("This was asked for many times within a short while. Wait %(minutes)s minutes, then try again.")
            % {"minutes": HOUR // timedelta(minutes=1)}
        )
