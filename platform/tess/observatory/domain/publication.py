"""The valve: the only writer of published figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from tess.kernel import audit
from tess.kernel.errors import Refused
from tess.observatory.domain import consent
from tess.observatory.domain.figures import Figure
from tess.observatory.domain.secrecy import Withheld, sift
from tess.observatory.models import PublishedFigure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from tess.kernel.actor import Actor

    Key = tuple[str, int, date, date]


class NotToBePublished(Refused):
    """A figure that statistical secrecy or the want of consent keeps at home was handed over; nothing was written."""

    def __init__(self, withheld: Withheld) -> None:
        self.withheld = withheld
        super().__init__(
            _("“%(name)s” cannot be published: %(why)s.")
            % {"name": withheld.figure.indicator.name, "why": withheld.reason.label}
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would happen to an organisation's figures: `new` are written, `same` already stand, `withheld` stay home."""

    new: list[Figure]
    same: list[Figure]
    withheld: list[Withheld]


def propose(figures: Sequence[Figure], *, organisation_id: UUID) -> Proposal:
    """What publishing these figures would do, exactly; writes nothing."""
    return _propose(figures, organisation_id)[0]


def publish(figures: Sequence[Figure], *, actor: Actor) -> list[Figure]:
    """Write the figures of the actor's organisation that aren't at the collective yet, and return them.

    All or nothing: raises NotToBePublished when one of them may not cross, TypeError when one isn't a Figure.
    A figure that stands with other numbers gets a new revision; one that stands as it is is left alone.
    """
    if actor.organisation_id is None:
        raise ValueError("figures are an organisation's")
    if any(type(figure) is not Figure for figure in figures):
        raise TypeError("only figures cross")
    if len({figure.key for figure in figures}) < len(figures):
        raise ValueError("the same figure is given twice")
    with transaction.atomic():
        _one_at_a_time(actor.organisation_id)
        proposal, revisions = _propose(figures, actor.organisation_id)
        if proposal.withheld:
            raise NotToBePublished(proposal.withheld[0])
        PublishedFigure.objects.bulk_create(
            PublishedFigure(
                organisation_id=actor.organisation_id,
                indicator=figure.indicator.code,
                version=figure.indicator.version,
                kind=figure.indicator.kind,
                period_start=figure.period_start,
                period_end=figure.period_end,
                value=figure.value,
                denominator=figure.denominator,
                revision=revisions.get(figure.key, 0) + 1,
            )
            for figure in proposal.new
        )
        if proposal.new:
            audit.record(
                actor, "observatory.figures.published", fields={figure.indicator.code for figure in proposal.new}
            )
    return proposal.new


def published_days(first: date, last: date, *, organisation_id: UUID) -> set[date]:
    """The days, from `first` to `last`, of which an organisation has published something."""
    rows = PublishedFigure.objects.filter(organisation_id=organisation_id, period_start__range=(first, last))
    return set(rows.values_list("period_start", flat=True).distinct())


def _one_at_a_time(organisation_id: UUID) -> None:
    """Two publications at once would give one revision twice; the second waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"observatory:{organisation_id}"])


def _propose(figures: Sequence[Figure], organisation_id: UUID) -> tuple[Proposal, dict[Key, int]]:
    standing = _standing(figures, organisation_id)
    numbers = {key: found[:2] for key, found in standing.items()}
    crossing, withheld = sift(figures, consent=consent.agreed(organisation_id), published=numbers)
    proposal = Proposal(
        new=[figure for figure in crossing if numbers.get(figure.key) != figure.numbers],
        same=[figure for figure in crossing if numbers.get(figure.key) == figure.numbers],
        withheld=withheld,
    )
    return proposal, {key: found[2] for key, found in standing.items()}


def _standing(figures: Sequence[Figure], organisation_id: UUID) -> dict[Key, tuple[int, int | None, int]]:
    """Value, denominator and revision that count today, by key, for the days these figures are about."""
    if not figures:
        return {}
    latest = (
        PublishedFigure.objects.filter(
            organisation_id=organisation_id,
            period_start__range=(
                min(figure.period_start for figure in figures),
                max(figure.period_start for figure in figures),
            ),
        )
        .order_by("indicator", "version", "period_start", "period_end", "-revision")
        .distinct("indicator", "version", "period_start", "period_end")
    )
    return {
        (row.indicator, row.version, row.period_start, row.period_end): (row.value, row.denominator, row.revision)
        for row in latest
    }
