"""What the desk puts on the page of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils import timezone

from tenants.desk import rules
from tenants.desk.domain import queries
from tess.kernel.interface.home import Card

if TYPE_CHECKING:
    from django.http import HttpRequest

SHOWN = 3  # of what is begun; the others are on their own page


def listening(request: HttpRequest) -> Card | None:
    """To those who listen: what they have begun, what nobody wrote down today, and a new record."""
    if not rules.may_write(request.actor):
        return None
    drafts = queries.own_drafts(request.actor)
    context = {
        "drafts": drafts[:SHOWN],
        "more": max(0, len(drafts) - SHOWN),
        "unrecorded": queries.calls_without_record(timezone.localdate(), request.actor).count(),
        "new_key": uuid4(),
    }
    return Card("desk/listening.html", context)
