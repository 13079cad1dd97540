"""Cache keys that carry their organisation: the alias `organisation` can't answer with another's entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache

from tess.kernel.tenancy.db import connection
from tess.kernel.tenancy.names import PUBLIC

if TYPE_CHECKING:
    from uuid import UUID

ALIAS = "organisation"


def key_of_organisation(key: str, key_prefix: str, version: int) -> str:
    """The key in force for the current schema. Raises RuntimeError outside any organisation: nothing is shared here."""
    if connection.schema_name == PUBLIC:
        raise RuntimeError("the cache 'organisation' is used outside any organisation")
    return f"{connection.tenant.pk}:{key_prefix}:{version}:{key}"


def forget_entries(organisation_id: UUID) -> None:
    """Remove what the cache holds of one organisation; memory and files know no prefix, so there everyone's goes."""
    cache = caches[ALIAS]
    if not isinstance(cache, RedisCache):
        cache.clear()
        return
    # never clear(): it empties the whole Redis database of the caches, every organisation's entries and the commons' too
    # (the broker's queues are in another one, see config/settings/base.py)
    client = cache._cache.get_client(None, write=True)  # noqa: SLF001  the only way to its keys
    for key in client.scan_iter(match=f"{organisation_id}:*", count=1000):
        client.delete(key)
