"""Names and amounts, as bars under the names: a table one can see at a glance."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from tess.kernel.interface import words
from tess.kernel.interface.charts.chart import Chart, Table, Text, Value


def bar_chart(
    title: Text,
    items: Sequence[tuple[Text, Value]],
    *,
    column: Text = "",
    unit: Text = "",
    shares: bool = True,
    digits: int = 0,
    note: Text = "",
) -> Chart:
    """Return bars for `items` (name, amount ≥ 0), in the order given.

    `column` heads the names, `unit` the amounts ("contacts"); `shares` adds each one's part of the whole.
    """
    highest = max((amount for _name, amount in items), default=0)
    whole = sum(amount for _name, amount in items)
    cells = [
        [words.number(amount, digits)] + ([words.percent_of(amount, whole, 0)] if shares else [])
        for _name, amount in items
    ]
    columns = [column or _("What"), unit or _("Number")] + ([_("Share")] if shares else [])
    return Chart(
        template="kernel/charts/bars.html",
        title=title,
        description="",
        table=Table(columns=columns, rows=[[name, *row] for (name, _a), row in zip(items, cells, strict=True)]),
        drawing={
            "rows": [
                {"name": name, "cells": row, "width": width_of(amount, highest)}
                for (name, amount), row in zip(items, cells, strict=True)
            ]
        },
        note=note,
    )


def width_of(amount: Value, highest: Value) -> float:
    """Return a bar's width in per cent of the column; what is not nothing stays visible."""
    return 0 if amount <= 0 or highest <= 0 else max(0.6, round(100 * amount / highest, 2))
