"""Finding a relay as one types: accents, plurals and slips of the finger don't matter; a number finds itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    FloatField,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Greatest, Length, StrIndex
from django.db.models.lookups import LessThanOrEqual
from django.utils import translation

from tenants.relays.dialling import digits
from tenants.relays.models import Service
from tenants.relays.models.service import Cost
from tenants.relays.themes import AUDIENCES, THEMES
from tess.kernel.folding import PlainText, plain

if TYPE_CHECKING:
    from uuid import UUID

LONGEST = 80  # characters of a query that are read
MOST = 50  # entries shown; a longer list is no answer to somebody on the phone
CANDIDATES = 100  # of all the words, and of each half of them: ranked with care
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


def words_of(service: Service) -> str:
    """What the search reads of `service`: name, operator, audience, themes and what people say for them, in French."""
    with translation.override("fr"):
        themes = (THEMES[code] for code in service.themes if code in THEMES)
        said = [f"{theme.label} {theme.said}" for theme in themes]
        parts = [service.name, service.operator, str(AUDIENCES.get(service.audience, service.audience)), *said]
    return plain(" ".join(part for part in parts if part))


def search(text: str, *, limit: int = MOST) -> QuerySet[Service]:
    """Active services for what somebody typed, best first; all of them, by level and name, when it says too little.

    `text` may hold anything; only its first LONGEST characters and MOST_WORDS words are read. One statement, or at most
    five when words are searched.
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
    """Those that hold, or resemble, at least half of the words; the name weighs more, then the specialised, then the free.

    How near a word is to a text is slow to tell: it is told of a few hundred candidates, never of all that hold a common
    word.
    """
    asked = _as_they_stand(words)
    candidates = _candidates(services, asked)
    name = PlainText(F("name"))
    score: Any = Value(0.0)
    for word in asked:
        said = [Value(spelled, output_field=TextField()) for spelled in word.spellings]
        near = [_Near(spelled, F("words")) for spelled in said]
        named = Greatest(_Near(said[0], name) - Value(0.5), Value(0.0), output_field=FloatField())  # below: mere noise
        score = score + (Greatest(*near, output_field=FloatField()) if len(near) > 1 else near[0]) + named
    ranked = services.filter(pk__in=candidates).alias(score=score / Value(float(len(asked))))
    costly = Case(When(cost=Cost.FREE, then=0), default=1)
    return ranked.filter(score__gte=0.45).order_by("-score", _breadth(), costly, "name", "pk")


def _candidates(services: QuerySet[Service], asked: list[_Word]) -> set[UUID]:
    """The keys of services that hold all these words; when they are few, also of those that hold either half of them."""
    found = set(_holding(services, asked))
    if len(found) < MOST and len(asked) > 1:
        longest_first = sorted(asked, key=lambda word: -len(word.typed))  # the longer, the rarer
        middle = -(-len(asked) // 2)
        for half in (longest_first[:middle], longest_first[middle:]):
            if len(half) * 2 >= len(asked):
                found.update(_holding(services, half))
    return found


def _holding(services: QuerySet[Service], asked: list[_Word]) -> QuerySet[Service, UUID]:
    """The keys of a few services that hold all these words: in their name first, then by reach, then the specialised."""
    named: list[Any] = []
    for word in asked:
        services = services.filter(word.found)
        if word.held:  # `words` begins with the name
            places = [StrIndex("words", Value(stem)) for stem in word.held]
            place = Greatest(*places) if len(places) > 1 else places[0]
            named.append(Case(When(LessThanOrEqual(place, Length("name")), then=1), default=0))
    first = [sum(named[1:], named[0]).desc()] if named else []
    return services.order_by(*first, "-level", _breadth(), "pk").values_list("pk", flat=True)[:CANDIDATES]


def _breadth() -> Func:
    return Func(F("themes"), function="cardinality", output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as typed, plain; the spellings it may have; the stems of those that some service holds."""

    typed: str
    spellings: tuple[str, ...]
    held: tuple[str, ...] = ()

    @property
    def found(self) -> Q:
        """A text holds it; or, when none does, resembles it, which is slower to tell."""
        if self.held:
            return Q(*(_holds(stem) for stem in self.held), _connector=Q.OR)
        return Q(_Resembles(Value(self.typed, output_field=TextField()), F("words")))


def _as_they_stand(words: list[str]) -> list[_Word]:
    """The words, with which of their stems some active service holds. One statement."""
    asked = [_Word(plain(word), tuple(_spellings(plain(word)))) for word in words]
    stems = sorted({_stem(spelled) for word in asked for spelled in word.spellings})
    active = Service.objects.filter(active=True)
    tried = {f"held_{at}": Exists(active.filter(_holds(stem))) for at, stem in enumerate(stems)}
    row = next(iter(Service.objects.order_by().values_list(*tried.values())[:1]), None)  # none in an empty directory
    held = {stem for stem, holds in zip(stems, row, strict=True) if holds} if row else set()
    return [replace(word, held=tuple(s for s in map(_stem, word.spellings) if s in held)) for word in asked]


def _stem(word: str) -> str:
    """Without the mark of the plural: the singular finds both."""
    return word[:-1] if len(word) > SHORTEST + 1 and word[-1] in "sx" else word


def _holds(stem: str) -> Q:
    """Texts that hold it; of two letters, where a word begins: the index knows nothing shorter than three."""
    if len(stem) > SHORTEST:
        return Q(words__contains=stem)
    return Q(words__contains=f" {stem}") | Q(words__startswith=stem)


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
