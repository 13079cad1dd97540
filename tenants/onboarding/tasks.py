"""The registry is told how far a new organisation is: a percentage, nothing else crosses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tenants.onboarding.domain.progress import CHANGED, progress
from tenants.organisations.models import Organisation
from tess.kernel import outbox
from tess.kernel.tenancy.db import connection

if TYPE_CHECKING:
    from collections.abc import Mapping


@outbox.handles(CHANGED)
def tell_the_registry(payload: Mapping[str, Any], *, organisation: Any | None) -> None:  # noqa: ARG001
    """Work the percentage out under the organisation's role, write it down as the application."""
    if organisation is None:
        return
    percent = progress().percent
    with connection.as_application():
        Organisation.objects.filter(pk=organisation.pk).update(setup_percent=percent)
