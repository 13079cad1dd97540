"""What the home page shows of the first steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenants.onboarding import rules
from tenants.onboarding.domain.progress import progress
from tess.kernel.interface.home import Card

if TYPE_CHECKING:
    from django.http import HttpRequest


def first_steps(request: HttpRequest) -> Card | None:
    """To those who set the organisation up, until it is done: how far they are and what comes next."""
    if not rules.may_set_up(request.actor) or request.organisation.setup_percent == 100:  # noqa: PLR2004
        return None
    found = progress()
    return None if found.is_finished else Card("onboarding/card.html", {"progress": found})
