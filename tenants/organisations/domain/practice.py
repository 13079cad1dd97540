"""Sandboxes: beside an organisation, one more space with the same people, where nothing is real and nothing counts.

It is an organisation like another, with its own schema, role and key, so that no page, trigger or figure needs to know
about practising; what would leave for the collective refuses (`Actor.practice`). Emptied every night. See docs/adr/0080.
"""

from __future__ import annotations

import logging
import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from tenants.organisations.domain.provisioning import create_organisation, empty_space
from tenants.organisations.domain.states import move
from tenants.organisations.models import Organisation, OrganisationState
from tess.kernel import audit
from tess.kernel.actor import Actor
from tess.kernel.errors import DomainError
from tess.kernel.tenancy.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    Fill = Callable[[], None]

logger = logging.getLogger(__name__)

ENGINE = Actor.system("organisations.practice")
_ENDING = "-essai"
_NAMES = uuid.UUID("6f1d2b1e-7c57-4f0e-9b5e-6d0a3a1f5c11")  # one sandbox an organisation, however often it is asked for
_fills: list[Fill] = []
_practised: list[Callable[[], bool]] = []


def fills(fill: Fill) -> Fill:
    """Register what puts something to practise on into a fresh sandbox, under its role; say so in AppConfig.ready()."""
    if fill not in _fills:
        _fills.append(fill)
    return fill


def tells_practice(practised: Callable[[], bool]) -> Callable[[], bool]:
    """Register what knows, under the sandbox's role, that somebody has practised there."""
    if practised not in _practised:
        _practised.append(practised)
    return practised


@transaction.atomic
def want(organisation_id: UUID, *, actor: Actor) -> None:
    """Have a sandbox opened beside an organisation; asked again, nothing more. As the application; rings the owner."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    if organisation.is_practice:
        raise DomainError(_("A sandbox has no sandbox of its own."))
    if organisation.practice_wanted_at is None:
        Organisation.objects.filter(pk=organisation_id).update(practice_wanted_at=Now())
        audit.record(actor, "organisations.practice.wanted", organisation)
        transaction.on_commit(_ring)


def _ring() -> None:
    from tenants.organisations.tasks import keep_practice_spaces

    try:
        keep_practice_spaces.enqueue()
    except Exception:  # noqa: BLE001  the broker may be down: the clock rings too
        logger.warning("the broker did not answer; the sandbox will be opened a little later")


def space_of(organisation_id: UUID) -> Organisation | None:
    """The sandbox beside an organisation, once there is something in it. As the application."""
    filled = Organisation.objects.exclude(state=OrganisationState.PREPARING)
    found: Organisation | None = filled.filter(practice_of=organisation_id).first()
    return found


def open_wanted() -> int:
    """Make the sandboxes that were asked for; returns how many. As the owner; killed anywhere, it is taken up again."""
    unfinished = Q(practice_space=None) | Q(practice_space__state=OrganisationState.PREPARING)
    wanted = Organisation.served().filter(unfinished, practice_wanted_at__isnull=False)
    return sum(_each_by_itself(_open, organisation) for organisation in list(wanted))


def _each_by_itself(work: Callable[[Organisation], object], organisation: Organisation) -> bool:
    """One that can't be made or emptied now holds up no other: it is tried again at the next round."""
    try:
        work(organisation)
    except Exception:
        logger.exception("sandbox of or beside %s", organisation.pk)
        return False
    return True


def _open(organisation: Organisation) -> None:
    space = create_organisation(
        name=_("%(name)s (sandbox)") % {"name": organisation.name[:100]},
        slug=_free_slug(organisation.slug),
        actor=ENGINE,
        pk=uuid.uuid5(_NAMES, str(organisation.pk)),
        practice_of=organisation,
    )
    _fill(space)


def _free_slug(slug: str) -> str:
    base = slug[: 30 - len(_ENDING) - 2].rstrip("-")
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = [f"{base}{_ENDING}", *(f"{base}{_ENDING}-{number}" for number in range(2, 10))]
    return next(candidate for candidate in candidates if candidate not in taken)


def _fill(space: Organisation) -> None:
    with connection.acting_for(space), transaction.atomic():
        for fill in _fills:
            fill()
    if space.state == OrganisationState.PREPARING:
        with connection.as_application(), transaction.atomic():
            move(space, OrganisationState.ACTIVE, "")


def look(space: Organisation) -> bool:
    """Whether somebody has practised there; its organisation keeps it in mind. As the application."""
    with connection.acting_for(space):
        found = any(practised() for practised in _practised)
    if found:
        Organisation.objects.filter(pk=space.practice_of_id, practised_at=None).update(practised_at=Now())
    return found


def empty(space: Organisation) -> None:
    """Forget all that was written in a sandbox, once it is known whether somebody practised. As the owner."""
    look(space)
    empty_space(space)
    _fill(space)


def empty_all() -> int:
    """Every night: all sandboxes as on their first day, closed ones too; returns how many. As the owner."""
    spaces = Organisation.objects.exclude(practice_of=None).exclude(state=OrganisationState.LEAVING)
    return sum(_each_by_itself(empty, space) for space in list(spaces))
