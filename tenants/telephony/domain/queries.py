"""What the pages read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Prefetch, Q

from tenants.telephony.domain.scope import within
from tenants.telephony.models import Call, ImportBatch, ImportProfile, Line, Outcome, Site
from tess.identity.models import Colleague

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from tess.kernel.actor import Actor

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A day's calls as its list's sentence says them."""

    presented: int
    answered: int

    @property
    def unanswered(self) -> int:
        """Calls nobody took, whatever the reason."""
        return self.presented - self.answered


def calls_of(day: date, *, actor: Actor, line_id: int | None = None, outcome: str = "") -> QuerySet[Call]:
    """Calls that started that day in Paris, on the lines the actor may see."""
    start = datetime.combine(day, time(), PARIS)
    end = datetime.combine(day + timedelta(days=1), time(), PARIS)
    found = within(Call.objects.filter(started_at__gte=start, started_at__lt=end), actor).select_related("line")
    if line_id:
        found = found.filter(line_id=line_id)
    return found.filter(outcome=outcome) if outcome else found


def figures_of(calls: QuerySet[Call]) -> DayFigures:
    """Presented and answered among these calls."""
    found = calls.aggregate(presented=Count("id"), answered=Count("id", filter=Q(outcome=Outcome.ANSWERED)))
    return DayFigures(**found)


def latest_day(actor: Actor) -> date | None:
    """The day in Paris of the latest call known on the lines the actor may see."""
    latest = within(Call.objects.all(), actor).aggregate(latest=Max("started_at"))["latest"]
    return latest.astimezone(PARIS).date() if latest else None


def lines(actor: Actor) -> QuerySet[Line]:
    """The lines the actor may see, those in service first."""
    return within(Line.objects.select_related("site"), actor, "site").order_by("-active", "name", "id")


def sites() -> QuerySet[Site]:
    """All local branches with their lines, those in service first."""
    return Site.objects.prefetch_related(Prefetch("lines", Line.objects.order_by("-active", "name", "id")))


def has_sites() -> bool:
    """Whether the organisation named a local branch."""
    return Site.objects.exists()


def has_a_line_with_hours() -> bool:
    """Whether a line is in service, and says when somebody answers."""
    return Line.objects.filter(active=True).exclude(opening_hours="").exists()


def has_calls() -> bool:
    """Whether there is any call at all."""
    return Call.objects.exists()


def named_sites() -> list[tuple[int, str]]:
    """The sites with their names, for who says to which of them somebody's access is limited."""
    return list(Site.objects.order_by("name", "id").values_list("id", "name"))


def profiles() -> QuerySet[ImportProfile]:
    """All profiles with their line."""
    return ImportProfile.objects.select_related("line").order_by("name")


def batches() -> QuerySet[ImportBatch]:
    """All imports, for a list paged by when they came."""
    return ImportBatch.objects.select_related("profile__line")


def same_file(batch: ImportBatch) -> ImportBatch | None:
    """The latest other import of the very same bytes whose calls are there."""
    return (
        ImportBatch.objects.filter(sha256=batch.sha256, state="loaded")
        .exclude(pk=batch.pk)
        .order_by("-created_at")
        .first()
    )


def names_of(user_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names of colleagues by user id; somebody who has left has none."""
    wanted: list[Any] = [user_id for user_id in set(user_ids) if user_id]
    return dict(Colleague.objects.filter(id__in=wanted).values_list("id", "name")) if wanted else {}
