"""Who has had the tour. Under the organisation's role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tenants.onboarding.models import TourLeft

if TYPE_CHECKING:
    from uuid import UUID

    from tess.kernel.actor import Actor


def is_offered(actor: Actor) -> bool:
    """Whether the tour is still offered to this person; never to an operator let in for an hour."""
    if actor.user_id is None or actor.exceptional:
        return False
    return not TourLeft.objects.filter(user_id=actor.user_id).exists()


def leave(*, actor: Actor) -> None:
    """Don't offer it any more; it stays where one can find it."""
    if actor.user_id is not None:
        TourLeft.objects.get_or_create(user_id=actor.user_id)


def forget_user(user_id: UUID, *, organisation: Any) -> None:  # noqa: ARG001  the connection says which
    """Nothing is left of somebody whose account was deleted."""
    TourLeft.objects.filter(user_id=user_id).delete()
