"""A day of calls, hour by hour: presented, answered, abandoned."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tess.kernel.interface import words
from tess.kernel.interface.charts.chart import Chart, Table, Text, Value
from tess.kernel.interface.charts.scale import Axis, axis, spread

HEIGHT = 180
ROUND = 3.0  # pixels of a bar's corners


@dataclass(frozen=True)
class Hour:
    """One hour of calls; amounts may be averages."""

    hour: int
    presented: Value
    answered: Value
    abandoned: Value


@dataclass(frozen=True)
class Bar:
    """One amount of one hour, as a rectangle; `look` is a class of the sheet or a pattern."""

    look: str
    y: float
    height: float


def stacked_hours(title: Text, hours: Sequence[Hour], *, digits: int = 0, note: Text = "") -> Chart:
    """Return the picture of `hours`, in the order given: what was presented stands pale behind, answered is full,
    abandoned is hatched on top of it. `digits` are the decimals of averages.
    """
    scale = axis((max(hour.presented, hour.answered + hour.abandoned) for hour in hours), height=HEIGHT)
    slot = 100 / max(1, len(hours))
    peak = max(range(len(hours)), key=lambda at: hours[at].presented, default=None)
    columns = [
        {
            "x": round(slot * at + slot * 0.09, 3),
            "width": round(slot * 0.82, 3),
            "middle": round(slot * (at + 0.5), 3),
            "bars": bars_of(hour, scale),
            "title": sentence(hour, digits),
        }
        for at, hour in enumerate(hours)
    ]
    labels = [
        {"x": columns[at]["middle"], "text": name_of(hours[at]), "extra": nth % 2}
        for nth, at in enumerate(spread(len(hours)))
    ]
    highest = hours[peak] if peak is not None and hours[peak].presented > 0 else None
    return Chart(
        template="kernel/charts/hours.html",
        title=title,
        description=_("The peak: %(hour)s") % {"hour": sentence(highest, digits)} if highest else _("No call."),
        table=table_of(hours, digits),
        drawing={
            "empty": highest is None,
            "abandoned": any(hour.abandoned for hour in hours),
            "axis": scale,
            "height": scale.ground + 26,
            "columns": columns,
            "labels": labels,
            "peak": highest
            and over(columns, peak or 0, scale.y(highest.presented), words.number(highest.presented, digits)),
        },
        note=note,
    )


def bars_of(hour: Hour, scale: Axis) -> list[Bar]:
    """Return the rectangles of one hour, lowest last; each reaches a little under the next, whose corners are round."""
    answered, reached, presented = (
        scale.tall(amount) for amount in (hour.answered, hour.answered + hour.abandoned, hour.presented)
    )
    stack = [("pale", presented, reached), ("hatch", reached, answered), ("c1", answered, 0.0)]
    return [
        Bar(look, round(scale.ground - top, 2), round(top - max(0.0, foot - ROUND), 2))
        for look, top, foot in stack
        if top > foot
    ]


def over(columns: Sequence[dict[str, Any]], at: int, y: float, text: str) -> dict[str, Any]:
    """Return what is written over the highest hour, hung so that it stays inside."""
    column = columns[at]
    if at < len(columns) * 0.1:
        return {"x": column["x"], "y": y - 7, "anchor": "start", "text": text}
    if at >= len(columns) * 0.9:
        return {"x": column["x"] + column["width"], "y": y - 7, "anchor": "end", "text": text}
    return {"x": column["middle"], "y": y - 7, "anchor": "middle", "text": text}


def name_of(hour: Hour) -> str:
    """Return an hour as it is said: "19 h"."""
    return _("%(hour)s h") % {"hour": hour.hour}


def sentence(hour: Hour, digits: int) -> str:
    """Return one hour in words."""
    return _("%(hour)s: presented %(presented)s, answered %(answered)s, abandoned %(abandoned)s") % {
        "hour": name_of(hour),
        "presented": words.number(hour.presented, digits),
        "answered": words.number(hour.answered, digits),
        "abandoned": words.number(hour.abandoned, digits),
    }


def table_of(hours: Sequence[Hour], digits: int) -> Table:
    """Return the figures, one hour a row."""
    return Table(
        columns=[_("Hour"), _("Presented"), _("Answered"), _("Abandoned")],
        rows=[
            [
                name_of(hour),
                words.number(hour.presented, digits),
                words.number(hour.answered, digits),
                words.number(hour.abandoned, digits),
            ]
            for hour in hours
        ],
    )
