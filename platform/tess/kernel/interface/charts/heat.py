"""When is it busy: a square for each day and hour, the deeper the more. The figures are in the table."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tess.kernel.interface import words
from tess.kernel.interface.charts.chart import Chart, Table, Text, Value
from tess.kernel.interface.charts.scale import spread

DEPTHS = 8  # shades above nothing; more could not be told apart
TALL, GAP, FOOT = 26, 3, 26  # pixels


@dataclass(frozen=True)
class Band:
    """A row of squares: its name and a value for every column; None is unknown."""

    name: Text
    values: Sequence[Value | None]


def heat_map(
    title: Text,
    columns: Sequence[Text],
    bands: Sequence[Band],
    *,
    column: Text = "",
    unit: Text = "",
    digits: int = 0,
    note: Text = "",
) -> Chart:
    """Return squares for `bands` over `columns` (days over hours); `unit` says what is counted ("calls")."""
    if any(len(band.values) != len(columns) for band in bands):
        raise ValueError("every row has one value a column")
    known = [
        (value, band.name, columns[at]) for band in bands for at, value in enumerate(band.values) if value is not None
    ]
    most = max(known, key=lambda one: one[0], default=None)
    top = most[0] if most else 0
    slot = 100 / max(1, len(columns))
    return Chart(
        template="kernel/charts/heat.html",
        title=title,
        description=_("The most: %(value)s, %(row)s, %(column)s.")
        % {"value": counted(top, unit, digits), "row": most[1], "column": most[2]}
        if most and top > 0
        else _("No figure yet."),
        table=Table(
            columns=[column or _("When"), *columns],
            rows=[[band.name, *(words.number(value, digits) for value in band.values)] for band in bands],
        ),
        drawing={
            "empty": top <= 0,
            "height": len(bands) * (TALL + GAP) + FOOT,
            "tall": TALL,
            "rows": [
                {
                    "name": band.name,
                    "y": at * (TALL + GAP),
                    "middle": at * (TALL + GAP) + TALL / 2,
                    "cells": [
                        {
                            "x": round(slot * nth + 0.25, 3),
                            "width": round(slot - 0.5, 3),
                            "depth": depth_of(value, top),
                            "title": f"{band.name}, {columns[nth]} : {counted(value, unit, digits)}",
                        }
                        for nth, value in enumerate(band.values)
                    ],
                }
                for at, band in enumerate(bands)
            ],
            "labels": [
                {"x": round(slot * (at + 0.5), 3), "text": columns[at], "extra": nth % 2}
                for nth, at in enumerate(spread(len(columns)))
            ],
            "depths": range(DEPTHS + 1),
            "top": counted(top, unit, digits),
        },
        note=note,
    )


def depth_of(value: Value | None, top: Value) -> int:
    """Return how deep a square is: 0 for nothing, 8 for the most; what is not nothing shows."""
    if value is None or value <= 0 or top <= 0:
        return 0
    return max(1, round(DEPTHS * value / top))


def counted(value: Value | None, unit: Text, digits: int) -> str:
    """Return a value with its unit."""
    return f"{words.number(value, digits)} {unit}".strip()
