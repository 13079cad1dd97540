"""What of an organisation's activity crosses to the collective: aggregates of a day, through the one valve."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.activity.domain.changes import spans, take_changed
from tenants.activity.domain.days import bounds, is_over
from tenants.activity.domain.folding import fold
from tenants.activity.domain.queries import DayTotal, totals_between
from tess.kernel.errors import Conflict, DomainError
from tess.observatory.domain import indicators
from tess.observatory.domain.figures import Figure
from tess.observatory.domain.publication import Proposal, propose, publish, published_days

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from tess.kernel.actor import Actor

LOOKS_BACK = 14  # days looked at whether they changed or not: statistics may cross once they are agreed to
_NOTHING = DayTotal()
_WITHIN = {
    30: indicators.ANSWERED_WITHIN_30S,
    60: indicators.ANSWERED_WITHIN_60S,
    180: indicators.ANSWERED_WITHIN_180S,
}


def figures_of(day: date, total: DayTotal) -> list[Figure]:
    """The figures of one day, as they would be published."""
    counts = total.counts
    found = [
        Figure(indicators.CALLS_PRESENTED, day, day, counts.presented),
        Figure(indicators.CALLS_ANSWERED, day, day, counts.answered, counts.presented),
        Figure(indicators.CONTACTS_HANDLED, day, day, counts.answered + total.written),
    ]
    if not counts.unknown:  # a switch that can't tell why a call was lost would make abandoned calls look rare
        found.append(Figure(indicators.CALLS_ABANDONED, day, day, counts.abandoned, counts.presented))
    found += [Figure(indicator, day, day, total.within[limit], counts.answered) for limit, indicator in _WITHIN.items()]
    return [*found, Figure(indicators.CONVERSATION_LENGTH, day, day, counts.talk_seconds, counts.answered)]


def proposal_for(day: date, *, organisation_id: UUID) -> Proposal:
    """What publishing this day would do, exactly; writes nothing."""
    total = totals_between(day, day).get(day, _NOTHING)
    return propose(figures_of(day, total), organisation_id=organisation_id)


def mark_of(figures: Iterable[Figure]) -> str:
    """A short name of exactly these figures: what a person saw is what they send."""
    lines = sorted(f"{figure.key} {figure.numbers}" for figure in figures)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def publish_day(day: date, *, seen: str, actor: Actor) -> list[Figure]:
    """Publish the figures of a day that a person has just looked at; `seen` is their mark.

    Raises Conflict when they have changed since, DomainError while the day isn't over, and writes nothing.
    """
    assert actor.organisation_id is not None  # noqa: S101  an organisation's page
    if not is_over(day):
        raise DomainError(_("A day is published once it is over."))
    with transaction.atomic():
        new = proposal_for(day, organisation_id=actor.organisation_id).new
        if mark_of(new) != seen:
            raise Conflict(_("The figures have changed since you read them. Read them again before publishing."))
        return publish(new, actor=actor)


def publish_days(first: date, last: date, *, actor: Actor) -> int:
    """Publish all that may cross of these days, and corrections of those that stand; returns how many figures.

    Days without any call are left out, unless figures of theirs stand already: those become zero.
    """
    assert actor.organisation_id is not None  # noqa: S101  an organisation's task
    with transaction.atomic():
        totals = totals_between(first, last)
        days = {day for day, total in totals.items() if total != _NOTHING}
        days |= published_days(first, last, organisation_id=actor.organisation_id)
        figures = [figure for day in sorted(days) for figure in figures_of(day, totals.get(day, _NOTHING))]
        proposal = propose(figures, organisation_id=actor.organisation_id)
        return len(publish(proposal.new, actor=actor))


def publish_changed(last: date, *, actor: Actor) -> int:
    """Publish the fortnight that ends on `last`, and every day before whose figures changed since; fold them all.

    Returns how many figures crossed. Doing it again changes nothing.
    """
    with transaction.atomic():
        days = take_changed(last) | {last - timedelta(days=back) for back in range(LOOKS_BACK)}
        crossed = 0
        for span in spans(days):
            crossed += publish_days(*span, actor=actor)
            fold(*bounds(*span))
        return crossed
