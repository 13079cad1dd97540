import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from billing.budgets.money import AmountField, euros, typed


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1 234,56", 123_456),
        ("1\u202f234,56 €", 123_456),
        ("1\u00a0234\u00a0567,8", 123_456_780),
        ("1234.5", 123_450),
        ("0,01", 1),
        (" 180 000 ", 18_000_000),
        ("12€", 1200),
        ("100 000 000", 10_000_000_000),
    ],
)
def test_amounts_are_typed_as_in_french(text, cents):
    assert AmountField().clean(text) == cents


@pytest.mark.parametrize(
    "text",
    ["", "x", "-5", "1,234.56", "1.234", "1,234", "12 34", "1 23 456", "1,", ",5", "1e5", "NaN", "∞", "١٢", "1\n2",
     "1\x002", "=1+1", "0", "0,00", "100 000 000,01", "9" * 40, "<b>1</b>", "1,2,3", "１２"],
)  # fmt: skip
def test_anything_else_is_refused_with_a_sentence(text):
    with pytest.raises(ValidationError) as refused:
        AmountField().clean(text)
    assert refused.value.messages


@given(st.integers(min_value=1, max_value=10**10))
def test_what_is_written_can_be_typed_again(cents):
    assert AmountField().clean(euros(cents)) == cents
    assert AmountField().clean(typed(cents)) == cents


def test_amounts_read_as_in_french():
    assert euros(-123_456) == "−1\u00a0234,56\u00a0€"
    assert euros(None) == "–"
