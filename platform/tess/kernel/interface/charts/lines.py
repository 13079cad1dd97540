"""How something goes over time: up to four lines, each with its own colour and its own dash."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tess.kernel.interface import words
from tess.kernel.interface.charts.chart import Chart, Table, Text, Value
from tess.kernel.interface.charts.scale import Axis, anchor, axis, spread

HEIGHT = 180
MOST = 4
DOTS = 32  # beyond this many points, dots would hide the line


@dataclass(frozen=True)
class Series:
    """One line: its name and a value for every label; None is a gap."""

    name: Text
    values: Sequence[Value | None]


def line_chart(
    title: Text,
    labels: Sequence[Text],
    series: Sequence[Series],
    *,
    column: Text = "",
    digits: int = 0,
    note: Text = "",
) -> Chart:
    """Return lines over `labels` (days, months …); `column` heads them in the table, `digits` are the decimals.

    More than four lines can't be told apart: draw small multiples.
    """
    if len(series) > MOST:
        raise ValueError("more than four lines can't be told apart")
    if any(len(line.values) != len(labels) for line in series):
        raise ValueError("every line has one value a label")
    scale = axis((value for line in series for value in line.values), height=HEIGHT, whole=digits == 0)
    places = across(len(labels))
    return Chart(
        template="kernel/charts/lines.html",
        title=title,
        description=" ".join(said(line, labels, digits) for line in series) or _("No figure yet."),
        table=Table(
            columns=[column or _("When"), *(line.name for line in series)],
            rows=[
                [label, *(words.number(line.values[at], digits) for line in series)] for at, label in enumerate(labels)
            ],
        ),
        drawing={
            "empty": all(value is None for line in series for value in line.values),
            "axis": scale,
            "height": scale.ground + 26,
            "lines": [
                {
                    "name": line.name,
                    "look": f"c{at}",
                    "runs": runs(places, line.values, scale),
                    "dots": dots(line, places, labels, scale, digits),
                }
                for at, line in enumerate(series, start=1)
            ],
            "labels": [
                {"x": places[at], "text": labels[at], "anchor": anchor(at, len(labels)), "extra": nth % 2}
                for nth, at in enumerate(spread(len(labels), at_most=5))
            ],
        },
        note=note,
    )


def across(length: int) -> list[float]:
    """Return where each of `length` points stands, in per cent of the width."""
    return [50.0] if length == 1 else [round(100 * at / (length - 1), 3) for at in range(length)]


def dots(
    line: Series, places: Sequence[float], labels: Sequence[Text], scale: Axis, digits: int
) -> list[dict[str, object]]:
    """Return a line's points and their words, unless they are so many that they would hide the line."""
    known = [found for found in zip(places, line.values, labels, strict=True) if found[1] is not None]
    if len(known) > DOTS:
        return []
    return [
        {"x": x, "y": scale.y(value), "title": f"{label} : {words.number(value, digits)}"}
        for x, value, label in known
        if value is not None
    ]


def runs(places: Sequence[float], values: Sequence[Value | None], scale: Axis) -> list[str]:
    """Return the points of each unbroken stretch, as SVG writes them."""
    found: list[list[str]] = [[]]
    for x, value in zip(places, values, strict=True):
        if value is None:
            found.append([])
        else:
            found[-1].append(f"{x},{scale.y(value)}")
    return [" ".join(points) for points in found if len(points) > 1]


def said(line: Series, labels: Sequence[Text], digits: int) -> str:
    """Return a line in words: where it starts, ends, and stands highest."""
    known = [(label, value) for label, value in zip(labels, line.values, strict=True) if value is not None]
    if not known:
        return _("%(name)s: no figure yet.") % {"name": line.name}
    top = max(known, key=lambda pair: pair[1])
    return _("%(name)s: %(first)s to begin with, %(last)s in the end, at most %(top)s (%(when)s).") % {
        "name": line.name,
        "first": words.number(known[0][1], digits),
        "last": words.number(known[-1][1], digits),
        "top": words.number(top[1], digits),
        "when": top[0],
    }
