import pytest

from tenants.relays.dialling import BadNumber, dialled


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("15", "15"), ("112", "112"), ("119", "119"), ("31 14", "3114"), ("39.19", "3919"), ("116 000", "116000"),
        ("116\u202f006", "116006"), ("0800 23 13 13", "0800231313"), ("09-72-39-40-50", "0972394050"),
        ("+33 9 72 39 40 50", "0972394050"), ("0033 1 45 39 40 00", "0145394000"), ("+32 2 534 51 71", "+3225345171"),
    ],
)  # fmt: skip
def test_dialled(typed, number):
    assert dialled(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12",
        "999",
        "4114",
        "117000",
        "01 45 39 40",
        "0000000000",
        "=3114",
        "٣١١٤",
        "3114; 3919",
        "3114\x00",
        "+" * 9,
    ],
)
def test_not_a_number(typed):
    with pytest.raises(BadNumber):
        dialled(typed)
