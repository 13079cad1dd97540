"""Axes: round steps from zero, and where a value stands on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from math import floor, isfinite, log10

from tess.kernel.interface import words

STEPS = (1, 2, 5, 10)
LABELS = 4  # at most this many ticks above zero
WIDTHS = (2, 4, 7)  # characters our sheet leaves room for beside the drawing
MILLION = 1_000_000


TINY = 1e-9  # the logarithm of a power of ten may fall just short of a whole number


@dataclass(frozen=True)
class Tick:
    """A value of the axis, how it is written, and its height in pixels from the top of the drawing."""

    value: float
    label: str
    y: float


@dataclass(frozen=True)
class Axis:
    """A vertical axis from zero, `height` pixels tall, with `head` pixels left free above it."""

    top: float
    step: float
    height: int
    head: int

    def y(self, value: float) -> float:
        """Return where `value` stands, in pixels from the top of the drawing."""
        return round(self.head + self.height * (1 - value / self.top), 2)

    def tall(self, value: float) -> float:
        """Return how tall a bar of `value` is; what is not nothing stays visible."""
        return 0.0 if value <= 0 else max(1.5, round(self.height * value / self.top, 2))

    @property
    def ground(self) -> int:
        """Return where zero stands."""
        return self.head + self.height

    @property
    def ticks(self) -> list[Tick]:
        """Return the ticks above zero, lowest first."""
        values = [self.step * n for n in range(1, round(self.top / self.step) + 1)]
        return [Tick(value, self.written(value), self.y(value)) for value in values]

    def written(self, value: float) -> str:
        """Return a tick's label, in millions ("20 M") where the whole number would not leave room for the drawing."""
        unit, letter = (MILLION, f"{words.FIXED}M") if self.top >= MILLION else (1, "")
        digits = max(0, -floor(log10(self.step / unit) + TINY))
        return words.number(value / unit, digits) + letter

    @property
    def room(self) -> int:
        """Return how many characters the widest label needs, rounded up to a width the sheet knows."""
        widest = max(len(tick.label) for tick in self.ticks)
        return next((width for width in WIDTHS if width >= widest), WIDTHS[-1])


def axis(values: Iterable[float | None], *, height: int, head: int = 22, whole: bool = True) -> Axis:
    """Return an axis that holds every value; `whole` keeps its steps to whole numbers."""
    highest = max((value for value in values if value is not None and isfinite(value)), default=0)
    if highest <= 0:
        return Axis(top=1, step=1, height=height, head=head)
    step = step_for(highest, whole=whole)
    top = next(step * n for n in count(max(1, floor(highest / step))) if step * n >= highest)
    return Axis(top=top, step=step, height=height, head=head)


def step_for(highest: float, *, whole: bool) -> float:
    """Return the smallest round step that reaches `highest` in at most four."""
    power = floor(log10(highest / LABELS) + TINY)
    sizes = (factor * 10.0**exponent for exponent in count(power) for factor in STEPS[:-1])
    return next(size for size in sizes if size * LABELS >= highest and (size >= 1 or not whole))


def spread(length: int, *, at_most: int = 8) -> list[int]:
    """Return which of `length` labels to write so that they don't touch: every one, every 2nd, 3rd, 6th, 12th …"""
    step = next(step for step in (1, 2, 3, 4, 6, 7, 12, 14, 28, max(28, length)) if length <= step * at_most)
    return list(range(0, length, step))


def anchor(position: int, length: int) -> str:
    """Return how a label hangs on its place so that it never leaves the drawing."""
    if length > 1 and position == 0:
        return "start"
    return "end" if length > 1 and position == length - 1 else "middle"
