"""What the pages show of the rest of the product."""

from __future__ import annotations

from django.db.models.functions import Collate

from tenants.organisations.models import Organisation
from tenants.organisations.models.organisation import OrganisationState


def active_members() -> list[str]:
    """The names of the organisations at work, as a French reader sorts them (É beside E)."""
    active = Organisation.members().filter(state=OrganisationState.ACTIVE)
    return list(active.order_by(Collate("name", "fr-x-icu")).values_list("name", flat=True))
