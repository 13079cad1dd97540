"""What an organisation's own direction does with its data: asks for the archive, and alone fetches it. See docs/adr/0068.

At the collective's host, as the application: the organisation's own host may be closed by then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.admission.domain import members
from tenants.admission.domain.steps import note
from tenants.admission.models import MEMBERS, Candidacy, Kind, Progress, Task, Undertaking
from tess.identity.models import Membership
from tess.kernel import audit
from tess.kernel.errors import NotFound

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from tess.kernel.actor import Actor


def led_by(actor: Actor) -> list[Candidacy]:
    """The members the actor directs today, by name."""
    if actor.user_id is None:
        return []
    led = Membership.current().filter(members.DIRECTS, user_id=actor.user_id).values("organisation_id")
    return list(Candidacy.objects.filter(organisation_id__in=led, state__in=MEMBERS).order_by("name"))


def get_led_by(actor: Actor, pk: UUID) -> Candidacy:
    """One of them. Raises NotFound, the same whether it is missing or another's."""
    found = next((each for each in led_by(actor) if each.pk == pk), None)
    if found is None:
        raise NotFound(_("There is no such organisation."))
    return found


def ask(candidacy: Candidacy, *, actor: Actor) -> Undertaking:
    """Have the archive made. Raises Conflict when one is being made, or the erasure was asked for."""
    return members.ask_for_export(candidacy, reason=_("The direction takes its data along."), actor=actor)


def archives_of(candidacy: Candidacy) -> list[Undertaking]:
    """The archives that are there, the latest first."""
    finished = candidacy.undertakings.filter(task=Task.EXPORT, progress=Progress.DONE).order_by("-done_at")
    return [each for each in finished if members.archive_of(each).exists()]


@transaction.atomic
def fetch(pk: UUID, work_pk: UUID, *, actor: Actor) -> Path:
    """The archive of a finished export of member `pk`, for its direction; each time is audited. Raises NotFound."""
    led = get_led_by(actor, pk)
    path = members.archive_of(_finished(led, work_pk))
    if not path.exists():
        raise _no_archive()
    audit.record(actor, "admission.export.fetched", led)
    return path


@transaction.atomic
def fetched(pk: UUID, work_pk: UUID, *, actor: Actor) -> None:
    """The whole of it was sent: that the direction has it is written down, the first time. Raises NotFound."""
    led = get_led_by(actor, pk)
    found = _finished(led, work_pk)
    if "fetched_at" not in found.result:
        found.result = {**found.result, "fetched_at": timezone.now().isoformat()}
        found.save(update_fields=["result"])
        note(led, Kind.FETCHED, actor)


def _finished(candidacy: Candidacy, pk: UUID) -> Undertaking:
    """Held until the end of the transaction."""
    found: Undertaking | None = (
        candidacy.undertakings.select_for_update().filter(pk=pk, task=Task.EXPORT, progress=Progress.DONE).first()
    )
    if found is None:
        raise _no_archive()
    return found


def _no_archive() -> NotFound:
    return NotFound(_("There is no such archive."))
