"""What a domain verb raises. Each carries a sentence for the person at the screen: what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.functional import Promise


class DomainError(Exception):
    """A rule refuses. `message` is shown as it is; `field` names the input it is about, if one is."""

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class NotFound(DomainError):
    """No such thing for this actor; the same answer whether it is missing or another's (404)."""


class Refused(DomainError):
    """The actor may not do this (403)."""


class Conflict(DomainError):
    """Somebody else changed it meanwhile; nothing was written."""
