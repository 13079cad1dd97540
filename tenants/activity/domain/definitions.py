"""What each word of the activity pages counts: the published indicators, and those that stay at home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tess.observatory.domain.indicators import INDICATORS

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Definition:
    """One word, in words. `code` is its anchor on the page of definitions; `published` says by what right it crosses."""

    code: str
    name: Promise
    numerator: Promise
    denominator: Promise | None = None
    published: Promise | None = None


AT_HOME = (
    Definition(
        "calls_lost",
        _("Calls lost otherwise"),
        _("calls presented, neither answered nor abandoned: queue full, nobody on duty, diverted"),
    ),
    Definition(
        "calls_unknown",
        _("Calls not answered, reason unknown"),
        _("calls presented that nobody picked up and whose switch does not say why; abandoned calls are among them"),
    ),
    Definition(
        "calls_closed",
        _("Calls outside opening hours"),
        _("calls that reached the line while it was closed; they are not counted as presented"),
    ),
    Definition(
        "calls_phantom",
        _("Phantom calls"),
        _("calls the switch recorded though nobody was there; they are not counted as presented"),
    ),
    Definition(
        "wait_median",
        _("Half waited at most"),
        _("the wait, in seconds, that half of the calls answered did not exceed; a call without an answer has none"),
    ),
    Definition(
        "patience_median",
        _("Half hung up within"),
        _("the wait, in seconds, after which half of those who hung up had done so"),
    ),
)


def definitions() -> list[Definition]:
    """All of them, the published ones first."""
    published = [Definition(one.code, one.name, one.numerator, one.denominator, one.kind.label) for one in INDICATORS]
    return published + list(AT_HOME)
