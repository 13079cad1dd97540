"""The secrets of an invitation: its link and the codes sent to the address, made again from the row when they are needed.

Nothing secret waits in the outbox or stands in a row: an HMAC under the product's secret gives the link and the code of
one invitation, one serial number; the letter computes it while it is written.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

if TYPE_CHECKING:
    from tess.identity.models import Invitation

_SALT = "tess.identity.invitation"
_SERIAL_DIGITS = 4  # hexadecimal
_LENGTH = 32 + _SERIAL_DIGITS + 64


def token_of(invitation: Invitation) -> str:
    """The link's last part, for the serial number in force."""
    return _token(invitation.pk, invitation.serial)


def _token(pk: UUID, serial: int) -> str:
    """The link's last part for one serial number: the row, the number, and our mark."""
    mac = salted_hmac(f"{_SALT}.link", f"{pk.hex}.{serial}", algorithm="sha256").hexdigest()
    return f"{pk.hex}{serial:0{_SERIAL_DIGITS}x}{mac}"


def hash_of(token: str) -> str:
    """What the row keeps."""
    return hashlib.sha256(token.encode()).hexdigest()


def read(token: str) -> tuple[UUID, int] | None:
    """Which invitation and which of its links a token says it is; None when it is not one. Proves nothing."""
    try:
        if len(token) != _LENGTH or token != token.lower():
            return None
        return UUID(hex=token[:32]), int(token[32 : 32 + _SERIAL_DIGITS], 16)
    except ValueError:
        return None


def is_ours(token: str, pk: UUID, serial: int) -> bool:
    """Whether we made this token, for a link in force or one before it."""
    return constant_time_compare(token, _token(pk, serial))


def code_of(invitation: Invitation) -> str:
    """The six digits last sent to the address."""
    mac = salted_hmac(f"{_SALT}.code", f"{invitation.pk.hex}.{invitation.code_serial}", algorithm="sha256").digest()
    return f"{int.from_bytes(mac[:8]) % 1_000_000:06d}"


def is_code(invitation: Invitation, typed: str) -> bool:
    """Whether `typed` is that code, spaces aside."""
    digits = "".join(typed.split())
    return digits.isascii() and constant_time_compare(digits, code_of(invitation))
