"""What the activity puts on the page of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenants.activity import rules
from tenants.activity.domain.queries import day_of, latest_day, limits_of
from tenants.activity.domain.reading import hardest_hours
from tess.kernel.interface.home import Card
from tess.kernel.interface.words import day as spoken

if TYPE_CHECKING:
    from django.http import HttpRequest


def latest(request: HttpRequest) -> Card | None:
    """To those who follow the lines: the latest day with calls, in a sentence."""
    if not rules.may_see_activity(request.actor):
        return None
    mine = limits_of(request.actor)
    known = latest_day(mine)
    if known is None:
        return None
    day = day_of(known, mine)
    return Card("activity/latest.html", {"day": day, "spoken": spoken(known), "hardest": hardest_hours(day)})
