"""Cache keys that carry their organisation: the alias `organisation` can't answer with another's entry."""

from django.db import connection

from tess.kernel.tenancy.names import PUBLIC


def key_of_organisation(key: str, key_prefix: str, version: int) -> str:
    """The key in force for the current schema. Raises RuntimeError outside any organisation: nothing is shared here."""
    if connection.schema_name == PUBLIC:
        raise RuntimeError("the cache 'organisation' is used outside any organisation")
    return f"{connection.tenant.pk}:{key_prefix}:{version}:{key}"
