"""`{% load money %}`: amounts, and fractions of a cent."""

from decimal import ROUND_HALF_EVEN, Decimal

from django import template

from billing.budgets.money import euros
from tess.kernel.interface import words

register = template.Library()

register.filter("euros", euros)


@register.filter
def parts_of(parts: int, denominator: int) -> str:
    """Write so many `denominator`-ths of a cent with four decimals; exports hold the exact fraction."""
    value = (Decimal(parts) / Decimal(denominator)).quantize(Decimal("0.0001"), rounding=ROUND_HALF_EVEN)
    return words.number(value, 4)
