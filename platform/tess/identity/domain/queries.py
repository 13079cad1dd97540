"""What an operator asks about people. As the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tess.identity.models import Invitation, InvitationState, Membership, User

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tenants.organisations.models import Organisation


def account_of(email: str) -> User | None:
    """The person who signs in with this address, whatever its case."""
    return User.objects.filter(email=email.lower()).first()


def members_of(organisation: Organisation | None) -> QuerySet[Membership]:
    """Who may enter `organisation` (None: the collective's own space), with their person, by name."""
    found = Membership.current().filter(organisation=organisation, user__is_active=True)
    return found.select_related("user", "organisation").order_by("user__name", "user__email")


def has_company(organisation: Organisation) -> bool:
    """Whether a second person is in `organisation`, or has been invited."""
    if Membership.current().filter(organisation=organisation)[:2].count() > 1:
        return True
    return Invitation.objects.filter(organisation=organisation, state=InvitationState.PENDING).exists()
