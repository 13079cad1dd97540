"""Names for the sites a membership may be limited to: telephony, which stands above, says how to read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tess.kernel.tenancy.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from tenants.organisations.models import Organisation

    Source = Callable[[], list[tuple[int, str]]]

_sources: list[Source] = []


def sites_come_from(source: Source) -> None:
    """Register what lists an organisation's sites, (id, name) by name, under its role; once, in AppConfig.ready()."""
    _sources[:] = [source]


def sites_of(organisation: Organisation | None) -> dict[int, str]:
    """The sites of an organisation by id, in the order of their names; none for the collective."""
    if organisation is None:
        return {}
    with connection.acting_for(organisation):
        return {pk: name for source in _sources for pk, name in source()}
