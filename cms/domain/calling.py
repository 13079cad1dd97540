"""Whom may I call now: the few lines of the relay directory that answer a situation, those that answer now first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tenants.relays.models import Service
from tenants.relays.models.service import Cost, Level
from tenants.relays.said import Status, status

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import Promise

MOST = 3  # someone who isn't well reads three lines, not thirty


@dataclass(frozen=True, slots=True)
class Situation:
    """What brings somebody here, and the directory's themes for it, the nearest first.

    `number` stands in the address of the page: it tells nothing to who looks over the browser's history.
    """

    number: int
    label: Promise
    themes: tuple[str, ...]


SITUATIONS = (
    Situation(1, _("I am not well"), ("suicide", "crisis", "isolation")),
    Situation(2, _("I worry about someone"), ("suicide", "child protection", "abuse of vulnerable adults")),
    Situation(
        3,
        _("Violence"),
        (
            "violence against women",
            "child protection",
            "victims",
            "sexual violence",
            "online violence",
            "lgbt violence",
        ),
    ),
    Situation(
        4,
        _("Health"),
        ("health of young people", "sexual health", "sexuality", "hepatitis", "health rights", "disability"),
    ),
    Situation(5, _("Addictions"), ("drugs", "alcohol", "tobacco", "gambling")),
    Situation(6, _("Loneliness"), ("isolation", "crisis")),
)


def situation_numbered(text: str) -> Situation:
    """The situation whose number is `text`; the first for anything else."""
    return next((one for one in SITUATIONS if str(one.number) == text), SITUATIONS[0])


def lines_for(situation: Situation, at: datetime) -> list[tuple[Service, Status]]:
    """At most MOST national lines with what their hours say at `at` (aware); one statement.

    First those that answer now, then those the coordination verified, then the nearest theme, then the free ones.
    """
    services = Service.objects.filter(active=True, level=Level.NATIONAL, themes__overlap=list(situation.themes))
    lines = [(service, status(service, at)) for service in services]

    def rank(line: tuple[Service, Status]) -> tuple[int, bool, int, bool, str]:
        service, now = line
        nearest = min(situation.themes.index(theme) for theme in service.themes if theme in situation.themes)
        answers = {True: 0, None: 1, False: 2}[now.open]
        return (answers, service.verified_on is None, nearest, service.cost != Cost.FREE, service.name)

    return sorted(lines, key=rank)[:MOST]
