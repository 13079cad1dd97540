"""The demonstration's people: everybody who listens or learns, and the hours behind them.

Écoute Rivage has its history session by session; the others carried over one line a component from earlier records.
"""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from tenants.people.domain import hours
from tenants.people.models import Component, HoursEntry, Person, ReversalReason, SourceKind
from tess.identity.roles import Role
from tess.kernel.actor import Actor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tenants.organisations.models import Organisation

PARIS = ZoneInfo("Europe/Paris")
DETAILED = "rivage"
NEWCOMERS = 4  # of the detailed organisation's listeners: still on the way to 120 h

# component, sittings, minutes each: 123 h in about four months
PATH = (
    (Component.THEORY, 6, 420),
    (Component.LISTENING_IN, 7, 180),
    (Component.DOUBLE_LISTENING, 8, 180),
    (Component.SUPERVISED, 12, 180),
)


def load(world: Any) -> None:
    """Make the people of each organisation, with their hours, once."""
    for slug, organisation in world.organisations.items():
        chance = random.Random(f"people {slug}")  # noqa: S311  a fixed invention, not a secret
        with connection.acting_for(organisation), transaction.atomic():
            if Person.objects.exists():
                continue
            listeners = _people(world, slug, chance)
            if slug == DETAILED:
                _detailed(listeners, organisation, world.today, chance)
            else:
                _carried_over(listeners, chance)


def _people(world: Any, slug: str, chance: random.Random) -> list[Person]:
    """Make those who listen and those who learn (they came three weeks ago); returns the former, as they are numbered."""
    listeners = [
        Person(user_id=user.pk, since=_at(world.today - timedelta(days=int(chance.triangular(200, 3300, 700))), 9))
        for key, user in sorted(world.users.items())
        if key.startswith(f"{slug}.{Role.LISTENER}")
    ]
    learner = world.users.get(f"{slug}.{Role.TRAINEE}")
    learners = [Person(user_id=learner.pk, since=_at(world.today - timedelta(days=20), 9))] if learner else []
    Person.objects.bulk_create([*listeners, *learners])
    return listeners


def _detailed(listeners: list[Person], organisation: Organisation, today: date, chance: random.Random) -> None:
    newcomers = {person.pk for person in listeners[-NEWCOMERS:]}
    entries = []
    for person in listeners:
        for number, entry in enumerate(_history(person, today, chance, done=person.pk not in newcomers)):
            entry.source_id = f"{person.pk}/{number}"
            entries.append(entry)
    HoursEntry.objects.bulk_create(entries)
    mistaken = next(entry for entry in entries if entry.component == Component.CONTINUING)
    hours.reverse(mistaken, ReversalReason.NOT_HELD, actor=Actor.system("demonstration", organisation.pk))


def _history(person: Person, today: date, chance: random.Random, *, done: bool) -> Iterator[HoursEntry]:
    """The path, sitting by sitting; then, for those who finished it, half a day of continuing training a term."""
    if not done:
        person.since = _at(today - timedelta(days=chance.randrange(30, 75)), 9)
        person.save(update_fields=["since"])
    day = person.since
    for component, sittings, minutes in PATH:
        for _sitting in range(sittings + chance.choice((0, 0, 1))):
            day += timedelta(days=chance.choice((2, 3, 4, 5)))
            if day.date() >= today:
                return
            yield _entry(person, component, minutes + chance.choice((0, 0, 0, 15, 30)), day)
    while (day := day + timedelta(days=chance.randrange(80, 130))).date() < today:
        yield _entry(person, Component.CONTINUING, chance.choice((180, 210, 240)), day)


def _carried_over(listeners: list[Person], chance: random.Random) -> None:
    entries = []
    for person in listeners:
        share = chance.uniform(1, 1.15) if chance.random() < 0.85 else chance.uniform(0.3, 0.9)  # noqa: PLR2004
        for component, sittings, minutes in PATH:
            entry = _entry(person, component, int(sittings * minutes * share / 15) * 15, person.since)
            entry.source_id = f"{person.pk}/{component}"
            entries.append(entry)
    HoursEntry.objects.bulk_create(entries)


def _entry(person: Person, component: Component, minutes: int, at: datetime) -> HoursEntry:
    return HoursEntry(person=person, component=component, minutes=minutes, at=at, source_kind=SourceKind.CARRIED_OVER)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=PARIS)
