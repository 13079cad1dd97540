"""Freeze what was measured of every member: a copy of published figures, with their names and a fingerprint."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from billing.budgets.models import Key, Measure, MeasuredValue
from tess.kernel.errors import DomainError
from tess.observatory.domain.indicators import CONTACTS_HANDLED
from tess.observatory.domain.queries import members, standing
from tess.observatory.models import PublishedFigure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from billing.budgets.models import Budget

INDICATOR_OF = {Key.CONTACTS: CONTACTS_HANDLED}


class NothingMeasured(DomainError):
    """No member has published the figure over that period."""

    def __init__(self) -> None:
        super().__init__(
            _("No organisation has published its contacts over this period: there is nothing to share by.")
        )


def freeze(budget: Budget, key: Key = Key.CONTACTS) -> tuple[Measure, dict[UUID, int]]:
    """Copy the members' figures over the budget's period; the value of each member, zero where nothing was published.

    Inside the caller's transaction. Raises NothingMeasured.
    """
    indicator = INDICATOR_OF[key]
    figures = list(standing(budget.measured_from, budget.measured_to).filter(indicator=indicator.code))
    values: dict[UUID, int] = {member.pk: 0 for member in members()}
    sources: dict[UUID, list[int]] = defaultdict(list)
    counted = [figure for figure in figures if figure.organisation_id in values]
    for figure in counted:
        values[figure.organisation_id] += figure.value
        sources[figure.organisation_id].append(figure.pk)
    if not any(values.values()):
        raise NothingMeasured
    Measure.objects.filter(budget=budget, key=key).delete()
    measure = Measure.objects.create(
        budget=budget,
        key=key,
        indicator=indicator.code,
        version=indicator.version,
        period_start=budget.measured_from,
        period_end=budget.measured_to,
        fingerprint=fingerprint(counted),
    )
    MeasuredValue.objects.bulk_create(
        MeasuredValue(measure=measure, organisation_id=member, value=value, figure_ids=sorted(sources[member]))
        for member, value in values.items()
    )
    return measure, values


def fingerprint(figures: Iterable[PublishedFigure]) -> str:
    """SHA-256 of the figures, one a line in the order of their ids: id|organisation|indicator|version|day|revision|value."""
    lines = [
        f"{one.pk}|{one.organisation_id}|{one.indicator}|{one.version}|{one.period_start}|{one.revision}|{one.value}"
        for one in sorted(figures, key=lambda one: one.pk)
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def still_stands(measure: Measure) -> bool:
    """Whether the figures it names are found at the observatory as they were: published figures are never changed."""
    ids = [pk for value in measure.values.all() for pk in value.figure_ids]
    return fingerprint(PublishedFigure.objects.filter(pk__in=ids)) == measure.fingerprint
