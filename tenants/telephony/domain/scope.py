"""What somebody limited to some sites may see: the lines of those sites, and what hangs on them. See docs/adr/0057."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from tess.kernel.actor import Actor

    Row = TypeVar("Row", bound=Model)


def within(rows: QuerySet[Row], actor: Actor, by: str = "line__site") -> QuerySet[Row]:
    """Those of `rows` whose site, found at `by`, is the actor's; all of them for who is limited to none."""
    return rows.filter(**{f"{by}__in": sorted(actor.sites)}) if actor.sites else rows
