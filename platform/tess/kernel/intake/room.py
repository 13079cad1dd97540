"""Say plainly that the disk is full, wherever it was met."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.utils.translation import gettext as _

from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterator

_DISK_FULL = "53100"


class NoRoom(DomainError):
    """The disk is full: nothing was loaded, the file is still there to try again."""


@contextmanager
def room() -> Iterator[None]:
    """What is written within may find the disk full: raises NoRoom then."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise _no_room() from error
    except DatabaseError as error:
        if getattr(error.__cause__, "pgcode", None) != _DISK_FULL:
            raise
        raise _no_room() from error


def _no_room() -> NoRoom:
    return NoRoom(
        _(
            "There is no room left on the server's disk. Nothing was loaded; warn the person who runs it, then try again."
        )
    )
