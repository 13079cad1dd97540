"""The default alias, for a while, as the owner: third-party data migrations know no other alias."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from django.db import connections

from tess.kernel.tenancy.names import DEFAULT_ALIAS, OWNER_ALIAS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tess.kernel.tenancy.backend.base import DatabaseWrapper


@contextmanager
def default_alias_as_owner() -> Iterator[None]:
    """In this thread, `default` connects as the owner inside the block. For migrations; never while serving."""
    wrapper = cast("DatabaseWrapper", connections[DEFAULT_ALIAS])
    application = wrapper.settings_dict
    wrapper.close()
    wrapper.settings_dict = {**application, **{key: connections[OWNER_ALIAS].settings_dict[key] for key in _WHO}}
    wrapper.set_schema_to_public()
    try:
        yield
    finally:
        wrapper.close()
        wrapper.settings_dict = application
        wrapper.set_schema_to_public()


_WHO = ("USER", "PASSWORD", "HOST", "PORT")
