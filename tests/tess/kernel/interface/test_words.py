from datetime import date

import pytest
from django.utils import timezone, translation
from django.utils.dates import WEEKDAYS

from tess.kernel.interface import words


def seen(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1511, 0, "1 511"),
        (0, 0, "0"),
        (2.614, 2, "2,61"),
        (-12.5, 0, "−13"),
        (0.4, 0, "0"),
        (-0.4, 0, "0"),
        (None, 0, "–"),
    ],
)
def test_numbers(value, digits, text):
    assert seen(words.number(value, digits)) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.539, "53,9 %"), (0.5, "50 %"), (0, "0 %"), (1, "100 %"), (1 / 3, "33,3 %"), (None, "–")]
)
def test_shares(share, text):
    assert seen(words.percent(share)) == text


def test_share_of_nothing_is_unknown():
    assert words.percent_of(3, 0) == "–"
    assert seen(words.percent_of(1511, 2375)) == "63,6 %"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (40, "40 s"), (59.6, "1 min"), (160, "2 min 40"), (185, "3 min 05"), (3900, "1 h 05"), (7200, "2 h")],
)
def test_durations(seconds, text):
    assert seen(words.duration(seconds)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("0199001234", "01 99 00 12 34"), ("+33199001234", "01 99 00 12 34"), ("3114", "3114"), ("", "–"), (None, "–")],
)
def test_telephone_numbers(value, text):
    assert seen(words.telephone(value)) == text


def test_english_is_complete():
    with translation.override("en"):
        assert (words.number(1511.5, 1), words.percent(0.539)) == ("1,511.5", "53.9%")


def test_days_are_said_with_their_year_only_when_it_is_another():
    this_year = timezone.localdate().year
    first = date(this_year, 9, 1)
    assert words.day(first) == f"{WEEKDAYS[first.weekday()]} 1er septembre"
    assert words.day(date(2015, 9, 7)) == "lundi 7 septembre 2015"
    assert words.period(date(2015, 9, 7), date(2015, 9, 7)) == "lundi 7 septembre 2015"
    assert words.period(date(2015, 9, 7), date(2015, 9, 8)) == "du lundi 7 septembre 2015 au mardi 8 septembre 2015"
    with translation.override("en"):
        assert words.day(date(2015, 9, 1)) == "Tuesday 1 September 2015"


def test_names_stand_as_in_a_dictionary():
    names = ["Zoé", "Œuvres du soir", "Océan", "élan", "Oasis", "Écoute", "Abri", "ecluse", "Ogive"]
    sorted_ = ["Abri", "ecluse", "Écoute", "élan", "Oasis", "Océan", "Œuvres du soir", "Ogive", "Zoé"]
    assert sorted(names, key=words.in_order) == sorted_
