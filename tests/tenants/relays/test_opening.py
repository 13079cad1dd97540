from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tenants.relays.models import Service
from tenants.relays.opening import BadHours, Opening, holidays
from tenants.relays.said import status, week

PARIS = ZoneInfo("Europe/Paris")
LINE_3977 = "Mo-Fr 09:00-19:00; Sa,Su 09:00-13:00,14:00-19:00"
WEEKEND = "Fr 18:00-24:00; Sa,Su 00:00-24:00; Mo 00:00-08:00"


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("hours", "moment", "open_then"),
    [
        ("24/7", "2026-09-07 03:30", True),
        ("Mo-Su 09:00-20:00", "2026-09-07 08:59", False),
        ("Mo-Su 09:00-20:00", "2026-09-07 09:00", True),
        ("Mo-Su 09:00-20:00", "2026-09-07 20:00", False),
        (LINE_3977, "2026-09-12 13:30", False),  # a Saturday, between two ranges
        (LINE_3977, "2026-09-12 14:00", True),
        ("Mo-Su 08:00-02:00", "2026-09-07 01:59", True),  # Sunday's evening runs into Monday
        ("Mo-Su 08:00-02:00", "2026-09-07 02:00", False),
        ("Mo-Fr 22:00-06:00", "2026-09-12 05:00", True),  # Friday's night, on Saturday
        ("Mo-Fr 22:00-06:00", "2026-09-12 23:00", False),
        ("Fr-Mo 10:00-12:00", "2026-09-06 11:00", True),  # over the end of the week
        ("Fr-Mo 10:00-12:00", "2026-09-08 11:00", False),
        ("Mo-Fr 09:00-18:00; We off", "2026-09-09 10:00", False),
        ("Mo-Fr 09:00-18:00; PH off", "2026-05-14 10:00", False),  # Ascension
        ("Mo-Fr 09:00-18:00", "2026-05-14 10:00", True),
        ("00:00-24:00", "2026-09-07 23:59", True),
    ],
)
def test_open_or_not(hours, moment, open_then):
    assert Opening.read(hours).is_open(at(moment)) is open_then


@pytest.mark.parametrize(
    "hours",
    [
        "8h-20h", "Lu-Ve 09:00-18:00", "Mo-Fr 9-18", "Mo-Fr 09:00-25:00", "Mo-Fr 24:00-02:00", "09:00-09:00", "open",
        "Mo-Fr", "Mo-Fr 09:00-12:00,10:00-14:00", "sunrise-sunset", '"sur rendez-vous"', "=1+1", "Mo-Fr 09:00-18:00;",
        "Mo--Fr 09:00-18:00", "Mo-Fr  09:00-18:00", "٠٩:٠٠-١٨:٠٠", "24/7; ", ";", "Mo,,Fr 09:00-10:00", "PH-Mo 09:00-10:00",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused(hours):
    with pytest.raises(BadHours):
        Opening.read(hours)


def test_holidays_of_2026():
    moving = {date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)}
    assert moving < holidays(2026)
    assert len(holidays(2026)) == 11


@pytest.mark.parametrize(
    ("hours", "moment", "said"),
    [
        ("24/7", "2026-09-07 03:00", "ouvert jour et nuit"),
        ("Mo-Su 09:00-20:00", "2026-09-07 12:00", "ouvert jusqu’à 20 h"),
        ("Mo-Su 08:00-02:00", "2026-09-07 23:00", "ouvert jusqu’à 2 h"),
        ("Mo-Fr 10:00-13:00,14:00-18:00", "2026-09-07 13:15", "rouvre à 14 h"),
        ("Mo-Fr 09:30-18:00", "2026-09-07 20:00", "rouvre demain à 9 h 30"),
        ("Mo-Fr 09:00-19:00", "2026-09-11 20:00", "rouvre lundi à 9 h"),
        ("Mo-Fr 09:00-18:00; PH off", "2026-05-13 18:30", "rouvre vendredi à 9 h"),
        ("Mo-Su 18:00-24:00", "2026-09-07 19:00", "ouvert jusqu’à minuit"),
        (WEEKEND, "2026-09-11 20:00", "ouvert jusqu’à lundi à 8 h"),
        (WEEKEND, "2026-09-13 07:30", "ouvert jusqu’à demain à 8 h"),  # not this morning's
        (WEEKEND, "2026-09-13 08:00", "ouvert jusqu’à 8 h"),
        ("Mo-Fr 00:00-24:00", "2026-09-09 10:00", "ouvert jusqu’à vendredi à minuit"),
        ("Mo-Fr 00:00-24:00", "2026-09-10 23:00", "ouvert jusqu’à demain à minuit"),
        ("Mo-Fr 00:00-24:00", "2026-09-11 00:00", "ouvert jusqu’à minuit"),
        ("", "2026-09-07 19:00", "horaires à vérifier"),
        ("off", "2026-09-07 19:00", "fermé"),
    ],
)
def test_said_now(hours, moment, said):
    assert status(Service(opening_hours=hours), at(moment)).text.replace("\u00a0", " ") == said


def test_the_clock_goes_back_once():
    """On the last Sunday of October two o'clock comes twice; the wall's clock decides, nothing opens twice."""
    opening = Opening.read("Mo-Su 08:00-02:00")
    assert opening.next_change(at("2026-10-24 23:00")).strftime("%d %H:%M") == "25 02:00"


def test_a_week_said_aloud():
    told = [" ".join(line).replace("\u00a0", " ") for line in week(Opening.read(LINE_3977))]
    assert told == ["du lundi au vendredi de 9 h à 19 h", "samedi et dimanche de 9 h à 13 h et de 14 h à 19 h"]
    told = [" ".join(line).replace("\u00a0", " ") for line in week(Opening.read("Mo,We,Fr 14:00-18:00"))]
    assert told == ["lundi, mercredi et vendredi de 14 h à 18 h"]
