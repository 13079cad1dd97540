"""Close an organisation's doors for a while, and open them again. Nothing in its schema changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.organisations.domain.states import end_sessions, move
from tenants.organisations.models import Organisation, OrganisationState
from tess.kernel import audit
from tess.kernel.errors import DomainError
from tess.kernel.tenancy.db import connection

if TYPE_CHECKING:
    from tess.kernel.actor import Actor

_LONGEST_REASON = 300


def suspend_organisation(organisation: Organisation, *, reason: str, actor: Actor) -> Organisation:
    """Stop serving `organisation` and its sandbox: pages refuse, tasks wait, people are signed out there.

    Returns it as it is now. Raises DomainError without a reason, Conflict when it isn't active.
    """
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Say why the organisation is suspended."), field="reason")
    if len(reason) > _LONGEST_REASON:
        raise DomainError(_("Say it in 300 characters at most."), field="reason")
    with connection.as_application(), transaction.atomic():
        suspended = move(organisation, OrganisationState.SUSPENDED, reason)
        end_sessions(suspended.pk)
        for sandbox in Organisation.objects.filter(practice_of=suspended.pk, state=OrganisationState.ACTIVE):
            end_sessions(move(sandbox, OrganisationState.SUSPENDED, reason).pk)
        audit.record(actor, "organisations.organisation.suspended", suspended, fields=["state", "state_reason"])
    return suspended


def resume_organisation(organisation: Organisation, *, actor: Actor) -> Organisation:
    """Serve `organisation` again; what waited in the outbox is delivered. Raises Conflict when it isn't suspended."""
    with connection.as_application(), transaction.atomic():
        resumed = move(organisation, OrganisationState.ACTIVE, "")
        for sandbox in Organisation.objects.filter(practice_of=resumed.pk, state=OrganisationState.SUSPENDED):
            move(sandbox, OrganisationState.ACTIVE, "")
        audit.record(actor, "organisations.organisation.resumed", resumed, fields=["state", "state_reason"])
    return resumed
