"""Numbered words, and what became of them. Pure: `test_words.py` shows that it counts what is lost and what is there twice.

A typist types `000001 000002 000003 …` and only ever adds to it, so each word has one place and should be there once.
"""

from collections import Counter
from collections.abc import Iterable, Sequence


def word(number: int) -> str:
    """The word of that number, with the space after it."""
    return f"{number:06} "


def lost(acknowledged: Iterable[str], found: str) -> int:
    """How many characters of the texts the product said it had saved are not in what was found."""
    there = set(found.split(" "))
    missing: dict[int, int] = {}  # place of the word → its characters; several texts hold the same word
    for text in acknowledged:
        *whole, begun = text.split(" ")
        for place, one in enumerate(whole):
            if one not in there:
                missing[place] = len(one) + 1
        if begun and not any(one.startswith(begun) for one in there.difference(whole)):
            missing[len(whole)] = max(len(begun), missing.get(len(whole), 0))
    return sum(missing.values())


def duplicates(records: Sequence[str]) -> int:
    """How much is there twice in the notes of the records that stand where one was written: records, and words."""
    seen = Counter(one for note in records for one in note.split(" ") if one)
    return max(0, len(records) - 1) + sum(times - 1 for times in seen.values())
