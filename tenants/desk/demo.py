"""Records for the demonstration's answered calls: three months in rivage, a fortnight elsewhere; a few notes, a few drafts."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from tenants.desk.demo_notes import CONVERSATIONS, ENDINGS
from tenants.desk.domain import notes
from tenants.desk.domain.queries import calls_without_record
from tenants.desk.models import Contact, ContactNote, ContactState, Nature
from tenants.people.models import Person
from tess.identity.models import Colleague
from tess.identity.roles import Role
from tess.kernel.actor import Actor

if TYPE_CHECKING:
    from datetime import date

    from tenants.organisations.models import Organisation

PARIS = ZoneInfo("Europe/Paris")
_SQL = Path(__file__).with_name("sql")
_HISTORY, _REFERRALS = ((_SQL / name).read_text() for name in ("demo_history.sql", "demo_referrals.sql"))
_NOTES = 40  # of the detailed organisation's latest conversations
_DETAILED = "rivage"
_EVERYWHERE = ("75", "13", "69", "59", "33", "31", "44", "67", "35", "29", "38", "06", "92", "93", "974")

# theme → the line most often told about it
_TOLD = {
    "suicide": "3114", "loneliness": "0972394050", "domestic_violence": "3919", "addiction": "0800231313",
    "sexual_violence": "0800059595", "child_in_danger": "119", "harassment": "3018", "ageing": "3977", "rights": "3939",
    "housing": "115", "health": "0153624030", "sexuality": "0800081111", "parenthood": "0800003456",
}  # fmt: skip
_GENERAL = {
    "loneliness": 24, "psychological_suffering": 17, "family": 11, "couple": 10, "grief": 6, "suicide": 6, "health": 6,
    "work": 5, "money": 3, "ageing": 3, "loss_of_meaning": 3, "addiction": 2, "domestic_violence": 2, "parenthood": 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Shape:
    """Who calls an organisation and what about, in shares; ages in the order of AgeBand."""

    themes: dict[str, int]
    ages: tuple[int, ...] = (2, 9, 19, 31, 21, 8, 10)
    departements: tuple[str, ...] = _EVERYWHERE


_SHAPES = {
    "rivage": _Shape(_GENERAL, departements=("29", "29", "29", "22", "56", "35", "44", "50", "75")),
    "veilleurs": _Shape(_GENERAL | {"suicide": 13, "loneliness": 30}),
    "jeunes": _Shape(
        {"psychological_suffering": 22, "harassment": 14, "family": 14, "couple": 11, "sexuality": 12, "work": 12, "suicide": 9,
         "loneliness": 6},
        ages=(46, 41, 4, 3, 0, 0, 6),
    ),
    "horizon": _Shape(
        {"addiction": 70, "family": 10, "health": 8, "psychological_suffering": 7, "money": 5}, ages=(2, 17, 35, 30, 8, 1, 7)
    ),
    "passerelles": _Shape(
        {"rights": 22, "housing": 18, "money": 16, "loneliness": 14, "migration": 10, "health": 10, "family": 10}
    ),
    "clairiere": _Shape({"grief": 78, "loneliness": 12, "family": 6, "parenthood": 4}, ages=(1, 4, 14, 36, 28, 12, 5)),
}  # fmt: skip


def load(world: Any) -> None:
    """Fill the desk of each organisation, once."""
    for slug, organisation in world.organisations.items():
        with connection.acting_for(organisation), transaction.atomic():
            if Contact.objects.exists():
                continue
            listeners = _listeners()
            if not listeners:
                continue
            _history(slug, listeners, world.today)
            if slug == _DETAILED:
                _write_notes(organisation)
                _begin(world.users[f"{slug}.{Role.LISTENER}"].pk, world.today)


def _listeners() -> list[Person]:
    """Those who listen alone; trainees hold no record."""
    ids = [colleague.pk for colleague in Colleague.objects.all() if Role.LISTENER in colleague.roles]
    return list(Person.objects.filter(user_id__in=ids).order_by("user_id"))


def _history(slug: str, listeners: list[Person], today: date) -> None:
    shape = _SHAPES[slug]
    with connection.cursor() as cursor:
        cursor.execute(
            _HISTORY,
            {
                "seed": f"desk {slug}",
                "until": datetime.combine(today + timedelta(days=1), time.min, tzinfo=PARIS),
                "themes": list(shape.themes),
                "theme_steps": _steps(shape.themes.values()),
                "age_steps": _steps(shape.ages),
                "listeners": [str(person.pk) for person in listeners],
                "departements": list(shape.departements),
            },
        )
        cursor.execute(_REFERRALS, {"themes": list(_TOLD), "numbers": list(_TOLD.values())})


def _steps(shares: Any) -> list[float]:
    """Where each choice ends between 0 and 1, but for the last."""
    running = list(accumulate(shares))
    return [step / running[-1] for step in running[:-1]]


def _write_notes(organisation: Organisation) -> None:
    """Sealed notes on the latest conversations of people who agreed to one, with the answers that go with each."""
    chance = random.Random("notes")  # noqa: S311  an invention, not a secret
    pairs = [(told, ending) for told in CONVERSATIONS for ending in ENDINGS]
    chance.shuffle(pairs)
    agreed = list(Contact.objects.filter(nature=Nature.SUPPORT, consent="given").order_by("-opened_at", "pk")[:_NOTES])
    written = []
    for contact, (told, ending) in zip(agreed, pairs, strict=False):
        contact.themes, contact.age_band, contact.gender = list(told.themes), told.age_band, told.gender
        contact.relation, contact.risk = told.relation, told.risk
        written.append(notes.sealed(ContactNote(contact=contact), f"{told.text} {ending}", organisation.pk))
    Contact.objects.bulk_update(agreed, ["themes", "age_band", "gender", "relation", "risk"])
    ContactNote.objects.bulk_create(written)


def _begin(user_id: Any, day: date) -> None:
    """Two records the demonstration's listener began that day and has still to finish."""
    listener = Person.objects.get(user_id=user_id)
    for call in calls_without_record(day, Actor.system("demonstration")).order_by("-started_at", "-pk")[:2]:
        opened = call.answered_at or call.started_at
        Contact.objects.create(
            call=call,
            line_id=call.line_id,
            listener=listener,
            state=ContactState.DRAFT,
            opened_at=opened,
            saved_at=opened,
        )
