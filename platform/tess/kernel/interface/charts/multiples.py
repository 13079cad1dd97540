"""The same small picture for each of several, on one scale, so that they can be compared at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tess.kernel.interface import words
from tess.kernel.interface.charts.chart import Chart, Table, Text, Value
from tess.kernel.interface.charts.lines import across, runs
from tess.kernel.interface.charts.scale import Axis, axis

HEIGHT = 64


@dataclass(frozen=True)
class Panel:
    """One of the pictures: whose it is, a value for every label (None is a gap), a few words and where they lead."""

    name: Text
    values: Sequence[Value | None]
    words: Text = ""
    url: str = ""


def small_multiples(
    title: Text,
    labels: Sequence[Text],
    panels: Sequence[Panel],
    *,
    column: Text = "",
    digits: int = 0,
    note: Text = "",
) -> Chart:
    """Return one small line for each panel, all on the same scale, each with its highest value written."""
    if any(len(panel.values) != len(labels) for panel in panels):
        raise ValueError("every panel has one value a label")
    scale = axis((value for panel in panels for value in panel.values), height=HEIGHT, whole=digits == 0)
    places = across(len(labels))
    return Chart(
        template="kernel/charts/multiples.html",
        title=title,
        description=_("All on one scale, from 0 to %(top)s.") % {"top": words.number(scale.top, digits)},
        table=Table(
            columns=[column or _("Who"), *labels],
            rows=[[panel.name, *(words.number(value, digits) for value in panel.values)] for panel in panels],
        ),
        drawing={
            "axis": scale,
            "height": scale.ground + 4,
            "panels": [small(panel, places, scale, digits) for panel in panels],
            "first": labels[0] if labels else "",
            "last": labels[-1] if len(labels) > 1 else "",
        },
        note=note,
    )


def small(panel: Panel, places: Sequence[float], scale: Axis, digits: int) -> dict[str, object]:
    """Return one small picture: its runs, its highest point and its last."""
    known = [(x, value) for x, value in zip(places, panel.values, strict=True) if value is not None]
    top = max(known, key=lambda pair: pair[1], default=None)
    return {
        "panel": panel,
        "runs": runs(places, panel.values, scale),
        "top": spot(*top, scale, digits) if top else None,
        "last": spot(*known[-1], scale, digits) if known else None,
    }


def spot(x: float, value: Value, scale: Axis, digits: int) -> dict[str, object]:
    """Return a point and its words, hung so that they stay inside."""
    side = "start" if x < 15 else "end" if x > 85 else "middle"  # noqa: PLR2004 - per cent of the width
    return {"x": x, "y": scale.y(value), "text": words.number(value, digits), "anchor": side}
