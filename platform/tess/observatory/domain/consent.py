"""An organisation's consent to publish its statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tess.kernel import audit
from tess.observatory.models import StatisticsConsent

if TYPE_CHECKING:
    from uuid import UUID

    from tess.kernel.actor import Actor


def say(given: bool, *, actor: Actor) -> None:
    """Give or take back the consent of the actor's organisation; saying the same again writes nothing."""
    if actor.organisation_id is None:
        raise ValueError("consent is an organisation's")
    with transaction.atomic():
        if agreed(actor.organisation_id) == given:
            return
        StatisticsConsent.objects.create(organisation_id=actor.organisation_id, given=given, user_id=actor.user_id)
        audit.record(
            actor, "observatory.statistics.agreed" if given else "observatory.statistics.withdrawn", fields=["given"]
        )


def agreed(organisation_id: UUID) -> bool:
    """Whether this organisation's latest word is yes. Silence is no."""
    words = StatisticsConsent.objects.filter(organisation_id=organisation_id).order_by("-id")
    return bool(words.values_list("given", flat=True).first())


def agreeing() -> set[UUID]:
    """All organisations whose latest word is yes."""
    latest = StatisticsConsent.objects.order_by("organisation_id", "-id").distinct("organisation_id")
    return {organisation for organisation, given in latest.values_list("organisation_id", "given") if given}
