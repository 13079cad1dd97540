"""From "admitted" to a working space: its address chosen, the organisation made by the owner's process, its director invited."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tenants.admission import checks
from tenants.admission.domain import naming, undertakings
from tenants.admission.domain.access import tell_coordinators
from tenants.admission.domain.steps import ENGINE, locked, move, note
from tenants.admission.models import Candidacy, Kind, State, Task
from tenants.organisations.domain.provisioning import create_organisation
from tess.identity.domain import invitations
from tess.identity.roles import Role
from tess.kernel import audit, mail
from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tenants.admission.models import Undertaking
    from tenants.organisations.models import Organisation
    from tess.kernel.actor import Actor


_LONGEST_NAME = 120  # characters


@transaction.atomic
def choose(candidacy: Candidacy, *, name: str, slug: str, actor: Actor) -> Undertaking:
    """Take an address and have the space opened. Raises DomainError about `name` or `slug`, Conflict when it is done."""
    with connection.cursor() as cursor:  # two who want the same address: one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('admission naming', 0))")
    standing = locked(candidacy)
    move(standing, State.PROVISIONING)
    try:
        standing.name = checks.name(name)[:_LONGEST_NAME]
    except DomainError as error:
        raise DomainError(str(error), field="name") from None
    naming.refuse_taken_name(standing.name)
    standing.slug = naming.checked(slug, candidacy=standing)
    standing.organisation_id = standing.organisation_id or uuid.uuid4()
    standing.save()
    note(standing, Kind.NAMED, actor, standing.slug)
    audit.record(actor, "admission.candidacy.named", standing, fields=["slug", "name", "state"])
    return undertakings.ask_for(standing, Task.PROVISIONING, actor=actor)


@undertakings.does(Task.PROVISIONING)
def open_space(undertaking: Undertaking, say: Callable[[str], None]) -> None:
    """Make the organisation, then let its director in; each piece is done once, whenever a process dies."""
    candidacy = undertaking.candidacy
    if candidacy.state != State.PROVISIONING:  # killed just after the address went back to the candidate
        raise undertakings.Impossible(_("The address could not be kept: the candidate chooses another."))
    say(_("the tables and the key of the space"))
    try:
        organisation = create_organisation(
            name=candidacy.name,
            slug=candidacy.slug,
            actor=undertakings.asker_of(undertaking),
            pk=candidacy.organisation_id,
        )
    except DomainError as error:
        if error.field is None:  # for a moment only: it is tried again
            raise
        _give_back(candidacy)
        raise undertakings.Impossible(str(error)) from error
    say(_("the invitation of the director"))
    _let_in(undertaking, organisation)


@transaction.atomic
def _let_in(undertaking: Undertaking, organisation: Organisation) -> None:
    standing = locked(undertaking.candidacy)
    move(standing, State.ACTIVE)
    standing.save()
    note(standing, Kind.OPENED_SPACE, ENGINE, standing.slug)
    audit.record(ENGINE, "admission.space.opened", standing, fields=["state"])
    people = standing.typed.get("people", {})
    try:
        with transaction.atomic():
            invitations.invite(
                checks.email(str(people.get("director_email", ""))),
                checks.name(str(people.get("director_name", ""))),
                organisation,
                [Role.DIRECTOR],
                actor=ENGINE,
            )
    except DomainError:  # the space is open all the same; the coordination invites by hand
        tell_coordinators("admission.stopped", standing)
    else:
        note(standing, Kind.INVITED, ENGINE)
    mail.post("admission.space_open", {"candidacy": str(standing.pk)})
    undertakings.done(undertaking, organisation=str(organisation.pk))


@transaction.atomic
def _give_back(candidacy: Candidacy) -> None:
    """The address was taken meanwhile by another door (an operator's command): the candidate chooses again."""
    standing = locked(candidacy)
    move(standing, State.ADMITTED)
    standing.slug, standing.organisation_id = "", None
    standing.save()
    note(standing, Kind.NAME_LOST, ENGINE)
    mail.post("admission.name_lost", {"candidacy": str(standing.pk)})
