"""Hours by rows: what is chosen, the text that is kept, the words that are said."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenants.relays.opening import Opening
from tenants.telephony.domain import hours
from tenants.telephony.domain.hours import EVERY_DAY, WORKING_DAYS, Row, Week
from tenants.telephony.models import Line
from tess.identity.roles import Role
from tess.kernel.errors import DomainError

from .conftest import text_of

LINE = {"name": "Nuit", "number": "01 99 00 12 34", "cost": "free", "channels": ["phone"]}


def other(*rows, **more):
    """A form of rows: ("01234", "9:00", "12:00")…"""
    sent = {"pattern": "other", **more}
    for number, (days, opens, closes) in enumerate(rows):
        sent |= {f"days_{number}": list(days), f"opens_{number}": opens, f"closes_{number}": closes}
    return LINE | sent


CHOSEN = [
    (LINE | {"pattern": "always"}, "24/7"),
    (LINE | {"pattern": "always", "closed_on_holidays": "on"}, "24/7"),
    (LINE | {"pattern": "daily", "opens": "09:00", "closes": "21:00"}, "Mo-Su 09:00-21:00"),
    (LINE | {"pattern": "daily", "opens": "00:00", "closes": "00:00"}, "24/7"),
    (LINE | {"pattern": "daily", "opens": "20:00", "closes": "00:00"}, "Mo-Su 20:00-24:00"),
    (LINE | {"pattern": "daily", "opens": "22:00", "closes": "02:00"}, "Mo-Su 22:00-02:00"),
    (LINE | {"pattern": "weekdays", "opens": "9 h", "closes": "17h30"}, "Mo-Fr 09:00-17:30"),
    (
        LINE | {"pattern": "weekdays", "opens": "9:00", "closes": "17:00", "closed_on_holidays": "on"},
        "Mo-Fr 09:00-17:00; PH off",
    ),
    (other(("01234", "9:00", "12:00"), ("01234", "14:00", "18:00"), ("5", "10:00", "12:00")),
     "Mo-Fr 09:00-12:00,14:00-18:00; Sa 10:00-12:00"),
    (other(("0135", "9:00", "12:00")), "Mo,Tu,Th,Sa 09:00-12:00"),
    (other(("", "", ""), ("456", "20:00", "3:00")), "Fr-Su 20:00-03:00"),
    (other(("01234", "14:00", "18:00"), ("0", "9:00", "14:00")), "Mo 09:00-14:00,14:00-18:00; Tu-Fr 14:00-18:00"),
    (LINE | {"pattern": "later", "opening_hours": "24/7", "opens": "9:00"}, ""),
    (LINE | {"pattern": "text", "opening_hours": "Mo-Fr 09:00-12:00; PH 10:00-12:00"}, "Mo-Fr 09:00-12:00; PH 10:00-12:00"),
    (LINE | {"opening_hours": "24/7"}, "24/7"),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "kept"), CHOSEN)
def test_what_is_chosen_is_kept_as_text(manager, sent, kept):
    response = manager.post("/appels/lignes/nouvelle/", sent)
    assert response.status_code == 302, text_of(response)
    assert Line.objects.get().opening_hours == kept


WRONG = [
    (LINE | {"pattern": "daily", "closes": "21:00"}, "Dites à partir de quelle heure."),
    (LINE | {"pattern": "daily", "opens": "21:00"}, "Dites jusqu’à quelle heure."),
    (LINE | {"pattern": "daily", "opens": "9:00", "closes": "9:00"}, "La fin est à la même heure que le début."),
    (LINE | {"pattern": "daily", "opens": "tôt", "closes": "9:00"}, "Ce n’est pas une heure"),
    (LINE | {"pattern": "daily", "opens": "25:00", "closes": "9:00"}, "Ce n’est pas une heure"),
    (LINE | {"pattern": "daily", "opens": "8:75", "closes": "9:00"}, "Ce n’est pas une heure"),
    (other(), "Cochez les jours et dites les heures d’au moins une ligne d’horaires."),
    (other(("", "9:00", "12:00")), "Cochez les jours de ces horaires, ou effacez les heures."),
    (other(("0", "", "12:00")), "Dites à partir de quelle heure."),
    (other(("0", "9:00", "12:00"), ("04", "11:00", "14:00")),
     "« lundi, de 9 h à 12 h » et « lundi, de 11 h à 14 h » se chevauchent."),
    (other(("0", "22:00", "6:00"), ("1", "5:00", "9:00")),
     "« lundi, de 22 h à 6 h » et « mardi, de 5 h à 9 h » se chevauchent."),
    (other(("6", "22:00", "6:00"), ("0", "5:00", "9:00")),
     "« dimanche, de 22 h à 6 h » et « lundi, de 5 h à 9 h » se chevauchent."),
    (LINE | {"pattern": "text", "opening_hours": "tous les soirs"}, "Ces horaires ne se lisent pas"),
    (LINE | {"pattern": "souvent"}, "Un point à revoir"),
    (other(("9", "9:00", "12:00")), "Un point à revoir"),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "said"), WRONG)
def test_what_is_wrong_is_said_and_nothing_is_kept(manager, sent, said):
    response = manager.post("/appels/lignes/nouvelle/", sent)
    assert response.status_code == 400
    assert said in text_of(response).replace("\u202f", " ").replace("\u2060", ""), text_of(response)
    assert not Line.objects.exists()


def shown(page):
    """What the form holds: the pattern, its hours, the rows."""
    text = page.content.decode()
    checked = re.findall(
        r'<input type="(?:radio|checkbox)" name="(pattern|closed_on_holidays|days_\d)"[^>]*?checked', text
    )
    chosen = re.search(r'name="pattern" value="(\w+)"[^>]*checked', text)
    times = dict(re.findall(r'name="((?:opens|closes)(?:_\d)?)" value="([^"]+)"', text))
    return chosen and chosen[1], checked.count("closed_on_holidays"), times


@pytest.mark.parametrize(
    ("kept", "pattern", "holidays", "times"),
    [
        ("24/7", "always", 0, {"opens_0": "00:00", "closes_0": "00:00"}),
        ("Mo-Su 20:00-24:00", "daily", 0, {"opens": "20:00", "closes": "00:00", "opens_0": "20:00", "closes_0": "00:00"}),
        ("Mo-Fr 22:00-02:00; PH off", "weekdays", 1,
         {"opens": "22:00", "closes": "02:00", "opens_0": "22:00", "closes_0": "02:00"}),
        ("Mo-Fr 09:00-12:00,14:00-18:00", "other", 0,
         {"opens_0": "09:00", "closes_0": "12:00", "opens_1": "14:00", "closes_1": "18:00"}),
        ("Mo-Fr 09:00-12:00; PH 10:00-12:00", "text", 0, {}),
        ("PH off; Mo-Fr 09:00-12:00", "text", 0, {}),  # open on a holiday that falls on a Monday: rows can't say it
        ("Mo 01:00-02:00; Tu 02:00-03:00; We 03:00-04:00; Th 04:00-05:00; Fr 05:00-06:00", "text", 0, {}),
        ("Mo-Su off", "text", 0, {}),
        ("", "later", 0, {}),
    ],
)  # fmt: skip
def test_hours_that_stand_fill_the_form(manager, kept, pattern, holidays, times):
    line = Line.objects.create(name="Nuit", number="3114", opening_hours=kept)
    assert shown(manager.get(f"/appels/lignes/{line.pk}/")) == (pattern, holidays, times)


def test_the_page_of_a_line_says_its_hours_and_so_does_the_list(manager):
    line = Line.objects.create(name="Nuit", number="3114", opening_hours="Mo-Fr 22:00-02:00; PH off")
    for path in (f"/appels/lignes/{line.pk}/", "/appels/lignes/"):
        page = text_of(manager.get(path)).replace("\u202f", " ")
        assert "Du lundi au vendredi de 22 h à 2 h" in page
        assert "Après minuit : ce qui commence à 22 h finit le lendemain à 2 h." in page
        assert "Fermé les jours fériés." in page


class TestSaidWhileTyping:
    URL = "/appels/lignes/horaires/"

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"pattern": "always"}, "Tous les jours jour et nuit"),
            ({"pattern": "daily", "opens": "09:00", "closes": "21:00"}, "Tous les jours de 9 h à 21 h"),
            ({"pattern": "daily", "opens": "09:00"}, "Dites jusqu’à quelle heure."),
            ({"pattern": "text", "opening_hours": "souvent"}, "Ces horaires ne se lisent pas"),
            ({"pattern": "text", "opening_hours": "Mo-Su off"}, "Fermé tous les jours."),
            ({"pattern": "later"}, ""),
            ({}, ""),
        ],
    )
    def test_a_sentence_alone(self, manager, typed, said):
        answer = manager.get(self.URL, typed)
        assert (answer.status_code, "<html" in answer.content.decode()) == (200, False)
        assert said in text_of(answer).replace("\u202f", " ")
        assert bool(text_of(answer)) == bool(said)

    @pytest.mark.parametrize("role", [Role.LISTENER, Role.DISPATCHER, Role.TRAINEE])
    def test_for_those_who_change_lines(self, web, role):
        assert web(role).get(self.URL).status_code == 403


minutes = st.integers(0, 47).map(lambda half: half * 30)
rows = st.builds(
    lambda days, start, length: Row(days, start, start + 30 + length),
    st.frozensets(st.integers(0, 6), min_size=1),
    minutes,
    st.integers(0, 46).map(lambda half: half * 30),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.builds(Week, st.lists(rows, min_size=1, max_size=4).map(tuple), st.booleans()))
def test_what_rows_say_is_what_the_directory_reads(week):
    try:
        text = hours.written(week)
    except DomainError:
        starts = [(day * 1440 + r.start, day * 1440 + r.end) for r in week.rows for day in r.days]
        week_later = [(start + 7 * 1440, end + 7 * 1440) for start, end in starts]
        spans = sorted(starts + week_later)
        assert any(after[0] < before[1] for i, before in enumerate(spans) for after in spans[i + 1 :])
        return
    expected = [tuple(sorted((r.start, r.end) for r in week.rows if day in r.days)) for day in range(7)]
    opening = Opening.read(text)
    assert opening.week() == expected
    assert all(opening.of({day, 7}) == (() if week.closed_on_holidays else expected[day]) for day in range(7))
    fitted = hours.fitted(text)
    distinct = {(r.start, r.end) for r in week.rows}
    assert fitted is not None
    assert hours.written(fitted) == text
    assert len(fitted.rows) == len(distinct)


@pytest.mark.parametrize("days", [EVERY_DAY, WORKING_DAYS])
def test_a_row_past_midnight_ends_the_next_day(days):
    assert hours.row(days, 22 * 60, 2 * 60) == Row(days, 22 * 60, 26 * 60)
    assert hours.row(days, 0, 0) == Row(days, 0, 24 * 60)
    assert hours.row(days, 24 * 60, 6 * 60) == Row(days, 0, 6 * 60)
