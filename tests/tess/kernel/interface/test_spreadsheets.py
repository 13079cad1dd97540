from datetime import date
from decimal import Decimal

import pytest

from tess.kernel.interface import spreadsheets


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+33",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "  =1",
        "\r=1",
        "\n=1",
        "\x00=1",
        "＝1",
        "＋1",
        "－1",
        "＠A",
        "\u200b=1",
        "\ufeff=1",
        "\u00a0=1",
        "\u3000=1",
    ],
)
def test_no_cell_starts_a_formula(text):
    assert str(spreadsheets.cell(text)).startswith("'")


def test_numbers_and_plain_words_stay_what_they_are():
    assert spreadsheets.written(["a;b"], [[-3, None, 'dit "oui"', "café"]]) == '"a;b"\r\n-3;;"dit ""oui""";café\r\n'


def test_days_decimals_and_yes_are_written_as_in_france():
    row = [date(2026, 9, 7), 0.5, Decimal("-1.25"), True]
    assert spreadsheets.written(["a"], [row]).splitlines()[1] == "2026-09-07;0,5;-1,25;oui"
