import pytest

from tess.kernel.interface import spreadsheets


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "  =1", "\r=1", "\n=1", "\x00=1"])
def test_no_cell_starts_a_formula(text):
    assert str(spreadsheets.cell(text)).startswith("'")


def test_numbers_and_plain_words_stay_what_they_are():
    assert spreadsheets.written(["a;b"], [[-3, None, 'dit "oui"', "café"]]) == '"a;b"\r\n-3;;"dit ""oui""";café\r\n'
