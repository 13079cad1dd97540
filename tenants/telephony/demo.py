"""Lines, the two days of calls brought in by the real import, and history made in SQL from a seed: the same every time."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from tenants.telephony.domain import imports
from tenants.telephony.models import Call, CallSource, Channel, Cost, DayFormat, ImportProfile, Line, Site
from tess.identity.roles import Role
from tess.kernel.actor import Actor

if TYPE_CHECKING:
    from tenants.organisations.models import Organisation

_DATA = Path(__file__).with_name("demo_data")
_HISTORY_SQL = Path(__file__).with_name("sql").joinpath("demo_history.sql").read_text()
_THREE_MONTHS, _TWO_WEEKS = 91, 14  # days

# calls presented by hour of the day, out of a hundred or so: mornings and evenings, fewer at night
_ROUND_THE_CLOCK = (3, 2, 2, 1, 1, 1, 1, 2, 4, 6, 7, 7, 5, 6, 7, 7, 6, 6, 7, 8, 8, 7, 6, 5)
_DAYTIME = (0, 0, 0, 0, 0, 0, 0, 1, 5, 9, 11, 10, 7, 9, 11, 10, 9, 8, 6, 4, 0, 0, 0, 0)
_EVENING = (2, 0, 0, 0, 0, 0, 0, 0, 1, 3, 4, 4, 4, 5, 6, 6, 8, 10, 10, 11, 12, 13, 9, 5)
_AFTERNOON = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 24, 22, 20, 14, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    number: str
    hours: str
    calls_a_day: int
    shape: tuple[int, ...]
    weekend: float  # of an ordinary day's calls; 0: closed
    agents: int
    cost: Cost = Cost.FREE
    channels: tuple[Channel, ...] = (Channel.PHONE,)
    town: str = ""


_LINES: dict[str, tuple[_Line, ...]] = {
    "rivage": (
        _Line("Ligne d’écoute", "0199001010", "24/7", 560, _ROUND_THE_CLOCK, 0.82, 14),
        _Line("Ligne des proches", "0199001011", "Mo-Fr 09:00-19:00", 70, _DAYTIME, 0, 4),
    ),
    "veilleurs": (_Line("Veille", "0261912020", "Mo-Su 07:00-24:00", 240, _EVENING, 1.1, 16),),
    "jeunes": (
        _Line(
            "Le Fil", "0353013030", "Mo-Sa 09:00-23:00", 95, _EVENING, 0.6, 7, channels=(Channel.PHONE, Channel.CHAT)
        ),
    ),
    "horizon": (
        _Line("Info Addictions", "0465714040", "Mo-Su 08:00-24:00", 520, _EVENING, 0.75, 48),
        _Line("Entourage", "0465714041", "Mo-Fr 09:00-20:00", 150, _DAYTIME, 0, 16),
    ),
    "passerelles": tuple(
        _Line(f"Passerelles {town}", f"05364950{rank:02}", "Mo-Fr 09:00-20:00", 46, _DAYTIME, 0, 6, Cost.ORDINARY, town=town)
        for rank, town in enumerate(("Lille", "Lyon", "Nantes", "Strasbourg", "Toulouse"), 1)
    ),
    "clairiere": (
        _Line("Écoute du deuil", "0199006060", "Mo-Fr 14:00-19:00", 24, _AFTERNOON, 0, 3, Cost.ORDINARY),
    ),
}  # fmt: skip
_GENERIC_COLUMNS = {
    "external_id": ["vru+line", "call_id"],
    "started": ["vru_entry"],
    "answered": ["ser_start"],
    "ended": ["ser_exit", "q_exit", "vru_exit"],
    "queue": ["type"],
    "agent": ["server"],
    "outcome": ["outcome"],
}
_GENERIC_OUTCOMES = {"AGENT": "answered", "HANG": "abandoned", "PHANTOM": "phantom"}


def load(world: Any) -> None:
    """Lines everywhere; the day of calls in rivage (Asterisk) and veilleurs (saved profile); history before that day."""
    for slug, sketches in _LINES.items():
        organisation = world.organisations[slug]
        manager = world.users[f"{slug}.{Role.MANAGER}"]
        actor = Actor(manager.pk, organisation.pk, frozenset({Role.MANAGER.value}))
        with connection.acting_for(organisation), transaction.atomic():
            lines = [_line(sketch) for sketch in sketches]
            if not Call.objects.filter(source=CallSource.DEMO).exists():
                length = _THREE_MONTHS if slug == "rivage" else _TWO_WEEKS
                for line, sketch in zip(lines, sketches, strict=True):
                    _history(organisation, line, sketch, world.today, length)
            _day(slug, lines[0], world.today, actor)


def _line(sketch: _Line) -> Line:
    site = None
    if sketch.town:
        site, _made = Site.objects.get_or_create(name=f"Antenne de {sketch.town}", defaults={"town": sketch.town})
    line, _made = Line.objects.get_or_create(
        number=sketch.number,
        defaults={
            "name": sketch.name,
            "cost": sketch.cost,
            "channels": [channel.value for channel in sketch.channels],
            "opening_hours": sketch.hours,
            "site": site,
        },
    )
    return line


def _day(slug: str, line: Line, day: date, actor: Actor) -> None:
    """The shipped files, through saved profiles; a second time they change nothing, so they are loaded once."""
    if slug == "rivage":
        profile, made = ImportProfile.objects.get_or_create(
            name="Standard (Asterisk)", defaults={"source": CallSource.ASTERISK, "line": line}
        )
        if made:
            imports.load(_DATA / "calls_one_day.asterisk.csv", profile, actor=actor)
    elif slug == "veilleurs":
        profile, made = ImportProfile.objects.get_or_create(
            name="Serveur vocal",
            defaults={
                "line": line,
                "day_format": DayFormat.TIMES_ONLY,
                "columns": _GENERIC_COLUMNS,
                "outcomes": _GENERIC_OUTCOMES,
            },
        )
        if made:
            imports.load(_DATA / "calls_one_day.csv", profile, actor=actor, day=day)


def _history(organisation: Organisation, line: Line, sketch: _Line, until: date, length: int) -> None:
    """Calls of the `length` days before `until`: week-ends, a summer lull, the return in September, one evening of a campaign."""
    chance = random.Random(f"{organisation.slug} {sketch.number}")  # noqa: S311  an invention, not a secret
    days, counts = [], []
    for back in range(length, 0, -1):
        day = until - timedelta(days=back)
        share = (sketch.weekend if day.weekday() > 4 else 1.0) * (1.12 if day.weekday() == 0 else 1.0)  # noqa: PLR2004
        season = 0.86 if day.month in (7, 8) else 1.0
        campaign = 1.9 if (day.month, day.day) == (6, 25) else 1.0
        days.append(day)
        counts.append(round(sketch.calls_a_day * share * season * campaign * chance.uniform(0.9, 1.1)))
    total, running, steps = sum(sketch.shape), 0, []
    for weight in sketch.shape:
        running += weight
        steps.append(running / total)
    with connection.cursor() as cursor:
        cursor.execute(
            _HISTORY_SQL,
            {
                "line": line.pk,
                "seed": f"{organisation.slug} {sketch.number}",
                "days": days,
                "counts": counts,
                "steps": steps[:-1],
                "load": [weight * 24 / total for weight in sketch.shape],
                "agents": sketch.agents,
            },
        )
