"""Changing an organisation's state: one door, so that no transition is taken that the table doesn't allow."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from tenants.organisations.models import NEXT_STATES, Organisation, OrganisationState
from tess.kernel.errors import Conflict
from tess.kernel.tenancy.hosts import forget_hosts

if TYPE_CHECKING:
    from uuid import UUID


def move(organisation: Organisation, state: OrganisationState, reason: str) -> Organisation:
    """The organisation, now in `state`. Inside the caller's transaction, as the application.

    Raises Conflict when it can't go there from where it is.
    """
    standing: Organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if state not in NEXT_STATES[OrganisationState(standing.state)]:
        raise Conflict(
            _("%(name)s is %(from)s: it can't become %(to)s.")
            % {
                "name": standing.name,
                "from": OrganisationState(standing.state).label,
                "to": OrganisationState(state).label,
            }
        )
    Organisation.objects.filter(pk=standing.pk).update(state=state, state_reason=reason, state_since=Now())
    standing.refresh_from_db()
    transaction.on_commit(forget_hosts)
    return standing


def end_sessions(organisation_id: UUID) -> int:
    """Sign everybody out of the organisation's host; returns how many sessions ended."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    ended, _by_model = store.get_model_class().objects.filter(organisation_id=organisation_id).delete()
    return int(ended)
