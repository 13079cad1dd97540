"""Django's connections, with the type of our own backend: `acting_for`, `as_application`, `as_commons_reader`."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import db

from tess.kernel.tenancy.names import OWNER_ALIAS

if TYPE_CHECKING:
    from tess.kernel.tenancy.backend.base import DatabaseWrapper

connection = cast("DatabaseWrapper", db.connection)


def owner_connection() -> DatabaseWrapper:
    """The owner's connection, for migrating and provisioning. Raises ConnectionDoesNotExist where none is configured."""
    return cast("DatabaseWrapper", db.connections[OWNER_ALIAS])
