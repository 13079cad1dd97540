"""What the pages of the desk, and the activity above it, ask."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.desk import rules
from tenants.desk.models import Contact, ContactState, PastImport, Referral
from tenants.telephony.domain.scope import within
from tenants.telephony.models import Call, Outcome
from tess.identity.models import Colleague
from tess.kernel.errors import NotFound
from tess.kernel.intake.batch import BatchState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import QuerySet

    from tess.kernel.actor import Actor

MOST_DRAFTS = 50  # shown; nobody writes so many at once


def get_contact_for(actor: Actor, pk: UUID) -> Contact:
    """The record, if the actor may see it. Raises NotFound, the same whether it is missing or a colleague's."""
    found = _records().select_related("call").filter(pk=pk).first()
    if found is None or not rules.may_see(actor, found):
        raise NotFound(_("There is no such record."))
    return found


def get_referral_for(actor: Actor, contact_id: UUID, pk: UUID) -> Referral:
    """One referral of a record the actor may see. Raises NotFound."""
    contact = get_contact_for(actor, contact_id)
    found = Referral.objects.filter(contact=contact, pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such record."))
    return found


def own_drafts(actor: Actor) -> list[Contact]:
    """What the actor has begun and not closed, latest first."""
    drafts = _records().filter(listener__user_id=_account(actor), state=ContactState.DRAFT)
    return list(drafts.order_by("-opened_at", "-pk")[:MOST_DRAFTS])


def own_records(actor: Actor, *, state: str = "", day: date | None = None) -> QuerySet[Contact]:
    """The actor's own records, narrowed."""
    return _narrowed(_records().filter(listener__user_id=_account(actor)), state, day)


def all_records(actor: Actor, *, state: str = "", day: date | None = None) -> QuerySet[Contact]:
    """The organisation's records, narrowed, on the lines the actor may see; none for who may not read them all."""
    records = within(_records(), actor) if rules.may_read_all(actor) else Contact.objects.none()
    return _narrowed(records, state, day)


def calls_without_record(day: date, actor: Actor) -> QuerySet[Call]:
    """The answered calls of `day` (Paris) that no record speaks of, on the lines the actor may see, in no order.

    Also what the activity counts.
    """
    first, after = bounds_of(day)
    calls = Call.objects.filter(
        started_at__gte=first, started_at__lt=after, outcome=Outcome.ANSWERED, contact__isnull=True
    )
    return within(calls, actor)


def recorded_calls(batch_id: UUID) -> list[int]:
    """The calls of an import that a record speaks of: undoing the import leaves them."""
    return list(Call.objects.filter(batch_id=batch_id, contact__isnull=False).values_list("pk", flat=True))


def last_day_of_calls(actor: Actor) -> date | None:
    """The day of the latest call the actor may see, where one looks first for what was not written."""
    latest = (
        within(Call.objects.all(), actor).order_by("-started_at", "-id").values_list("started_at", flat=True).first()
    )
    return timezone.localtime(latest).date() if latest else None


def names_of(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of colleagues, by account; those who left and are unknown are absent."""
    wanted = set(user_ids)
    return dict(Colleague.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def with_writers(records: Iterable[Contact]) -> list[tuple[Contact, str]]:
    """Records with the names of who wrote them; "" for who is unknown by now, and for what came from a file."""
    found = [(record, record.listener.user_id if record.listener else None) for record in records]
    names = names_of(user_id for _record, user_id in found if user_id)
    return [(record, names.get(user_id, "") if user_id else "") for record, user_id in found]


def past_imports() -> QuerySet[PastImport]:
    """The files of past records, for a list paged by when they came."""
    return PastImport.objects.select_related("line")


def has_past_records() -> bool:
    """Whether a file of past records is loaded."""
    return PastImport.objects.filter(state=BatchState.LOADED).exists()


def same_past_file(batch: PastImport) -> PastImport | None:
    """The latest other load of the very same bytes."""
    found = PastImport.objects.filter(sha256=batch.sha256, state=BatchState.LOADED).exclude(pk=batch.pk)
    return found.order_by("-created_at").first()


def bounds_of(day: date) -> tuple[datetime, datetime]:
    """When a day begins and when the next one does, in the time zone in force."""
    zone = timezone.get_current_timezone()
    begins = [datetime.combine(which, time.min, tzinfo=zone) for which in (day, day + timedelta(days=1))]
    return begins[0], begins[1]


def _account(actor: Actor) -> UUID:
    """Whose records are one's own. Raises NotFound for the system, which has none."""
    if actor.user_id is None:
        raise NotFound(_("There is no such record."))
    return actor.user_id


def _records() -> QuerySet[Contact]:
    return Contact.objects.select_related("line", "listener")


def _narrowed(records: QuerySet[Contact], state: str, day: date | None) -> QuerySet[Contact]:
    if state:
        records = records.filter(state=state)
    if day is not None:
        first, after = bounds_of(day)
        records = records.filter(opened_at__gte=first, opened_at__lt=after)
    return records
