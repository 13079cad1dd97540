"""What the address and the name of an account may be, wherever they are typed or read."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST_NAME = 100  # characters, as the table says
LONGEST_EMAIL = 254  # likewise; Django's validator lets longer ones pass


def is_address(email: str) -> bool:
    """Whether this may be the address of an account."""
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= LONGEST_EMAIL
