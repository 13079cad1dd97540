"""Statistical secrecy: no cell below 11, none that a subtraction would bring back either."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tess.observatory.domain.indicators import BY_CODE, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from tess.observatory.domain.figures import Figure

    Key = tuple[str, int, date, date]
    Family = tuple[str, date, date]

SMALLEST = 11


class Reason(TextChoices):
    """Why a figure stays at home."""

    NO_CONSENT = "no_consent", _("your organisation has not agreed to publish statistics")
    SMALL = "small", _("it would show fewer than 11 calls")
    SUBTRACTION = "subtraction", _("subtracted from another figure, it would show fewer than 11 calls")
    CORRECTION = "correction", _("the correction is so small that it would show fewer than 11 calls")


@dataclass(frozen=True, slots=True)
class Withheld:
    """A figure that doesn't cross, and why."""

    figure: Figure
    reason: Reason


def sift(
    figures: Iterable[Figure], *, consent: bool, published: Mapping[Key, tuple[int, int | None]]
) -> tuple[list[Figure], list[Withheld]]:
    """Part the figures of one organisation into those that may cross and those that stay.

    `published` are the numbers that stand at the collective for the same keys. Statutory figures always cross.
    """
    crossing: list[Figure] = []
    withheld: list[Withheld] = []
    families = _families(published)
    for figure in sorted(figures, key=lambda one: (one.period_start, one.period_end)):
        reason = None
        if figure.indicator.kind is Kind.STATISTICAL:
            family = families[figure.indicator.nested, figure.period_start, figure.period_end]
            relatives = [value for code, value in family if figure.indicator.nested and code != figure.indicator.code]
            reason = _reason(figure, consent, relatives, published.get(figure.key))
            if reason is None:
                family.append((figure.indicator.code, figure.value))
        if reason:
            withheld.append(Withheld(figure, reason))
        else:
            crossing.append(figure)
    return crossing, withheld


def _families(published: Mapping[Key, tuple[int, int | None]]) -> dict[Family, list[tuple[str, int]]]:
    """What stands already, by family and period: calls counted within another limit can be subtracted from these."""
    found: dict[Family, list[tuple[str, int]]] = defaultdict(list)
    for (code, _version, start, end), (value, _denominator) in published.items():
        found[BY_CODE[code].nested, start, end].append((code, value))
    return found


def _reason(
    figure: Figure, consent: bool, relatives: list[int], published: tuple[int, int | None] | None
) -> Reason | None:
    if not consent:
        return Reason.NO_CONSENT
    if any(cell < SMALLEST for cell in figure.cells):
        return Reason.SMALL
    if any(abs(figure.value - other) < SMALLEST for other in relatives):
        return Reason.SUBTRACTION
    if published is not None and _barely_moved(figure, published):
        return Reason.CORRECTION
    return None


def _barely_moved(figure: Figure, published: tuple[int, int | None]) -> bool:
    """A correction by a few calls would tell of those few: the figure that stands is close enough."""
    before = [published[0], (published[1] or 0) - published[0]] if figure.denominator is not None else [published[0]]
    if len(figure.cells) == 1 and published[1] is not None:  # an average: its cell is the denominator
        before = [published[1]]
    return any(0 < abs(now - then) < SMALLEST for now, then in zip(figure.cells, before, strict=True))
