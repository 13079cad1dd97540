"""A figure on its way to the collective: an indicator, a period and whole numbers. No text can travel in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tess.observatory.domain.indicators import BY_CODE, Form, Indicator


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` counts what the indicator's numerator says; `denominator` too, when it has one. Days are inclusive.

    Raises TypeError or ValueError when it is anything else: an unregistered indicator, a text, a part above its whole.
    """

    indicator: Indicator
    period_start: date
    period_end: date
    value: int
    denominator: int | None = None

    def __post_init__(self) -> None:
        if BY_CODE.get(self.indicator.code) is not self.indicator:
            raise ValueError("only registered indicators are published")
        if type(self.period_start) is not date or type(self.period_end) is not date:
            raise TypeError("a period is made of two days")
        if self.period_end < self.period_start:
            raise ValueError("a period ends before it starts")
        numbers = [self.value] if self.denominator is None else [self.value, self.denominator]
        if any(type(number) is not int for number in numbers):
            raise TypeError("a figure is made of whole numbers")
        if any(number < 0 for number in numbers):
            raise ValueError("a figure is never negative")
        if (self.denominator is None) != (self.indicator.form is Form.COUNT):
            raise ValueError("shares and averages have a denominator, counts have none")
        if self.indicator.form is Form.SHARE and self.value > (self.denominator or 0):
            raise ValueError("a part is larger than its whole")

    @property
    def key(self) -> tuple[str, int, date, date]:
        """What it is the figure of, within one organisation."""
        return (self.indicator.code, self.indicator.version, self.period_start, self.period_end)

    @property
    def numbers(self) -> tuple[int, int | None]:
        """What it says."""
        return (self.value, self.denominator)

    @property
    def cells(self) -> list[int]:
        """The numbers of people or calls one can read from it, the complement of a share included."""
        if self.denominator is None:
            return [self.value]
        if self.indicator.form is Form.MEAN:
            return [self.denominator]
        return [self.value, self.denominator - self.value]
