"""An organisation's own words for themes: those its files hold and we don't know, and what it says they mean.

What a file says is not kept: unknown words stand in the cache, an hour at most, as the file does; those one explains stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import caches
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.desk.domain.past.words import plain
from tenants.desk.models import ThemeWord
from tenants.desk.themes import THEMES
from tess.kernel import audit
from tess.kernel.errors import DomainError
from tess.kernel.intake import uploads
from tess.kernel.intake.masking import mask_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from tess.kernel.actor import Actor

LONGEST = 40  # signs of a word that is shown: a longer one is a sentence, and perhaps about somebody
MOST_COUNTED = 200  # different words
MOST_SHOWN = 30


def known() -> dict[str, str]:
    """What the organisation in force has said: its word, without capitals or accents → code; "" for one to leave out."""
    return dict(ThemeWord.objects.values_list("word", "code"))


def showable(said: str) -> str:
    """A word as it may be shown: numbers masked; "" for what is no word."""
    word = mask_text(" ".join(said.split()))
    return word if plain(word) and len(word) <= LONGEST and plain(word) == plain(said) else ""


def remember(batch_id: UUID, counted: Mapping[str, int]) -> None:
    """Keep for an hour which words of a file aren't known, and on how many lines."""
    caches["organisation"].set(_key(batch_id), dict(counted), uploads.LIFETIME)


def unknown_of(batch_id: UUID) -> list[tuple[str, int]]:
    """The unknown words of a file with their lines, the commonest first, less those explained since."""
    counted: dict[str, int] = caches["organisation"].get(_key(batch_id)) or {}
    standing = known()
    found: dict[str, tuple[str, int]] = {}
    for word, lines in counted.items():
        if plain(word) not in standing:
            first, so_far = found.get(plain(word), (word, 0))  # "Météo" and "METEO" are one
            found[plain(word)] = (first, so_far + lines)
    return sorted(found.values(), key=lambda each: (-each[1], each[0]))[:MOST_SHOWN]


@transaction.atomic
def explain(meanings: Mapping[str, str | None], *, actor: Actor) -> int:
    """Say what words mean: a code, "" to leave the word out, None to know nothing of it. Returns how many changed.

    Raises DomainError for a code that is no theme.
    """
    said = {plain(word)[:80]: code for word, code in meanings.items() if plain(word)}
    if any(code and code not in THEMES for code in said.values()):
        raise DomainError(_("This answer is not one of the choices."))
    standing = known()
    gone = [word for word, code in said.items() if code is None and word in standing]
    changed = {word: code for word, code in said.items() if code is not None and standing.get(word) != code}
    if not gone and not changed:
        return 0
    ThemeWord.objects.filter(word__in=gone).delete()
    ThemeWord.objects.bulk_create(
        [ThemeWord(word=word, code=code) for word, code in changed.items()],
        update_conflicts=True,
        unique_fields=["word"],
        update_fields=["code"],
    )
    audit.record(actor, "desk.theme_words.explained", fields=sorted({code for code in changed.values() if code}))
    return len(gone) + len(changed)


def _key(batch_id: UUID) -> str:
    return f"desk.past.words.{batch_id}"
