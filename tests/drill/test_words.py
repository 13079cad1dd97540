"""The drill can fail: what it compares with counts each loss and each double."""

import pytest

from tests.drill.words import duplicates, lost, word

TEXT = "".join(word(number) for number in range(1, 6))  # 000001 … 000005


def test_nothing_is_lost_when_all_of_it_is_there_and_more():
    assert lost([TEXT[:7], TEXT[:20], TEXT], TEXT + word(6)) == 0
    assert lost([], "") == lost([""], TEXT) == 0


@pytest.mark.parametrize(
    ("found", "characters"),
    [
        ("", 35),  # the record is gone
        (TEXT[:14], 21),  # cut after two words
        (TEXT[:10], 28),  # cut inside a word: what is left of it is not that word
        (TEXT.replace("000003 ", ""), 7),  # one from the middle
        ("000009 000010 ", 35),  # another note stands there
    ],
)
def test_what_is_missing_is_counted_once_in_characters(found, characters):
    assert lost([TEXT[:14], TEXT], found) == characters


def test_a_word_acknowledged_while_it_was_typed():
    assert lost([TEXT[:10]], TEXT) == 0
    assert lost([TEXT[:10]], TEXT[:10]) == 0
    assert lost([TEXT[:10], TEXT[:12]], TEXT[:7]) == 5


def test_doubles():
    assert duplicates([TEXT]) == duplicates([]) == 0
    assert duplicates([TEXT + word(5)]) == 1
    assert duplicates([TEXT + TEXT]) == 5
    assert duplicates([TEXT, ""]) == 1, "an empty record beside it"
    assert duplicates([TEXT, TEXT]) == 6, "the record, and its five words"
