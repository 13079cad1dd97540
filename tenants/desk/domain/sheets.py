"""The practice sheets kept beside the records of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tenants.desk.models import SheetAtHand
from tess.kernel import audit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tenants.telephony.models import Line
    from tess.kernel.actor import Actor


@transaction.atomic
def put_at_hand(line: Line, titles: Mapping[str, str], *, actor: Actor) -> list[SheetAtHand]:
    """Keep exactly these sheets (slug → title) beside the records of `line`. Returns them."""
    SheetAtHand.objects.filter(line=line).exclude(slug__in=titles).delete()
    SheetAtHand.objects.bulk_create(
        [SheetAtHand(line=line, slug=slug, title=title) for slug, title in titles.items()],
        update_conflicts=True,
        unique_fields=["line", "slug"],
        update_fields=["title"],
    )
    audit.record(actor, "desk.sheets.put_at_hand", line, fields=sorted(titles))
    return at_hand(line.pk)


def at_hand(line_id: int | None) -> list[SheetAtHand]:
    """The sheets beside the records of a line, by title; none for a record that has no line yet."""
    return list(SheetAtHand.objects.filter(line_id=line_id)) if line_id else []
