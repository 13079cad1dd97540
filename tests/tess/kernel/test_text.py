"""Text that was typed or sent, made into text that can be kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tess.kernel.text import clean

# any code point, halves of surrogate pairs too, and what we look for often enough to stand side by side
ANYTHING = st.text(st.characters() | st.characters(categories=["Cs"]) | st.sampled_from("\r\n\0"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("un\0deux", "un␀deux"),
        ("fin \ud83d", "fin \ufffd"),
        ("\udc00début", "\ufffddébut"),
        ("un\r\ndeux\rtrois\n\rquatre", "un\ndeux\ntrois\n\nquatre"),
        ("Élan 😀 שלום <script>", "Élan 😀 שלום <script>"),
        ("", ""),
    ],
    ids=["null", "first half", "second half", "line ends", "all else", "nothing"],
)
def test_only_what_cannot_be_kept_is_changed(typed, kept):
    assert clean(typed) == kept


@given(ANYTHING)
def test_any_text_can_be_kept_once_clean(typed):
    kept = clean(typed)
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert not {"\0", "\r"} & set(kept)
    assert clean(kept) == kept


@given(st.text(st.characters(exclude_characters="\r\0")))
def test_text_without_any_of_these_stays_as_it_is(typed):
    assert clean(typed) == typed
