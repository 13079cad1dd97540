"""From a host name to its organisation, without a query: the largest saving of a request.

The cache lives in the process, is cleared explicitly here and expires after a few seconds for the other processes.
What must be exact at once (a suspension) is read again with the membership, on every request.
"""

from __future__ import annotations

import copy
import time
from typing import Any

from django.conf import settings
from django_tenants.utils import get_tenant_domain_model

_SECONDS = 10.0
_NO_LONGER_THAN = 4096  # entries: unknown hosts are remembered too, and anybody can invent them
_known: dict[str, tuple[float, Any | None]] = {}


def organisation_of(host: str) -> Any | None:
    """The organisation served at `host` (no port), a fresh copy for this request; None when nobody answers there."""
    entry = _known.get(host)
    now = time.monotonic()
    if entry is None or entry[0] < now:
        domain = get_tenant_domain_model().objects.select_related("tenant").filter(domain=host).first()
        if len(_known) >= _NO_LONGER_THAN:
            _known.clear()
        entry = _known[host] = (now + _SECONDS, domain.tenant if domain else None)
    return copy.copy(entry[1])


def forget_hosts() -> None:
    """Clear the cache of this process: call it whenever an organisation or a domain changes."""
    _known.clear()


def collective_url(path: str = "/") -> str:
    """An absolute address at the collective's host."""
    return f"{settings.PUBLIC_SCHEME}://{settings.COLLECTIVE_HOST}{settings.PUBLIC_PORT}{path}"
