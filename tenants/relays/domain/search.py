"""Finding a relay as one types: accents, plurals and slips of the finger don't matter; a number finds itself."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import cache
from typing import Any

from django.db.models import BooleanField, Case, F, FloatField, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Greatest
from django.utils import translation

from tenants.relays.dialling import digits
from tenants.relays.models import Service
from tenants.relays.models.service import Cost, PlainText
from tenants.relays.themes import AUDIENCES, THEMES

LONGEST = 80  # characters of a query that are read
MOST = 50  # entries shown; a longer list is no answer to somebody on the phone
MOST_WORDS = 6  # each costs a comparison with every candidate
SHORTEST = 2  # one letter finds everything, hence nothing
_LINKS = frozenset(
    re.findall(
        r"\w+",
        "a au aux avec ce ces chez dans de des du elle en est et il je la le les leur lui ma mes mon ne nous on ou par pas "
        "pour que qui sa ses son sur ta tes ton tu un une vos votre vous info service aide numero telephone appel",
    )
)


class _Near(Func):
    """How well a word is found somewhere in a text, 0 to 1 (trigrams)."""

    function = "ext.word_similarity"
    output_field = FloatField()


class _Resembles(Func):
    """`word <% text`: the same above 0.6, and it uses the trigram index."""

    template = "%(expressions)s"
    arg_joiner = " OPERATOR(ext.<%%) "
    output_field = BooleanField()


def plain(text: str) -> str:
    """Lower case without accents, as `public.plain_text` makes it."""
    parts = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(character for character in parts if not unicodedata.combining(character)).replace("’", "'")


def words_of(service: Service) -> str:
    """What the search reads of `service`: name, operator, audience, themes and what people say for them, in French."""
    with translation.override("fr"):
        themes = (THEMES[code] for code in service.themes if code in THEMES)
        said = [f"{theme.label} {theme.said}" for theme in themes]
        parts = [service.name, service.operator, str(AUDIENCES.get(service.audience, service.audience)), *said]
    return plain(" ".join(part for part in parts if part))


def search(text: str, *, limit: int = MOST) -> QuerySet[Service]:
    """Active services for what somebody typed, best first; all of them, by level and name, when it says too little.

    One statement. `text` may hold anything; only its first LONGEST characters and MOST_WORDS words are read.
    """
    services = Service.objects.filter(active=True)
    typed = text.replace("\x00", " ")[:LONGEST]
    number = digits(typed)
    if len(number) >= SHORTEST:
        return _by_number(services, number)[:limit]
    words = meaningful(typed)
    if not words:
        return services.order_by("-level", "name", "pk")[:limit]
    return _by_words(services, words)[:limit]


def meaningful(typed: str) -> list[str]:
    """The words that tell something: no articles, unless there is nothing else."""
    words = [word for word in re.findall(r"\w+", typed) if len(word) >= SHORTEST or word.isdigit()]
    telling = [word for word in words if word.casefold() not in _LINKS]
    return (telling or words)[:MOST_WORDS]


def _by_number(services: QuerySet[Service], number: str) -> QuerySet[Service]:
    """Those whose number holds these digits: itself first, then those that begin so."""
    found = services.filter(number__contains=number)
    place = Func(F("number"), Value(number), function="strpos")
    length = Func(F("number"), function="length")
    return found.alias(place=place, length=length).order_by("place", "length", "number")


def _by_words(services: QuerySet[Service], words: list[str]) -> QuerySet[Service]:
    """Those that resemble at least half of the words; the name weighs more, then the specialised, then the free."""
    name = PlainText(F("name"))
    score: Any = Value(0.0)
    some = Q()
    for word in words:
        said = [Value(spelled, output_field=TextField()) for spelled in _spellings(plain(word))]
        some |= Q(*(Q(_Resembles(spelled, F("words"))) for spelled in said), _connector=Q.OR)
        near = [_Near(spelled, F("words")) for spelled in said]
        named = Greatest(_Near(said[0], name) - Value(0.5), Value(0.0), output_field=FloatField())  # below: mere noise
        score = score + (Greatest(*near, output_field=FloatField()) if len(near) > 1 else near[0]) + named
    found = services.filter(some).alias(score=score / Value(float(len(words)))).filter(score__gte=0.45)
    breadth = Func(F("themes"), function="cardinality", output_field=IntegerField())
    costly = Case(When(cost=Cost.FREE, then=0), default=1)
    return found.order_by("-score", breadth, costly, "name", "pk")


def _spellings(word: str) -> list[str]:
    """The word, and the one of our own words it may have been meant for ("drgue" → "drogues")."""
    known = _vocabulary()
    meant = [] if word in known else get_close_matches(word, known, n=1, cutoff=0.75)
    return [word, *meant]


@cache
def _vocabulary() -> tuple[str, ...]:
    """The words of our themes, in French, plain."""
    with translation.override("fr"):
        text = " ".join(f"{theme.label} {theme.said}" for theme in THEMES.values())
    return tuple(sorted({word for word in re.findall(r"\w+", plain(text)) if len(word) >= SHORTEST + 1}))
