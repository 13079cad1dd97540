"""Pictures of figures, drawn on the server: SVG for the eye, words for the ear, and the figures themselves in a table.

    chart = stacked_hours(_("Calls presented and answered, by hour"), [Hour(9, presented=12, answered=9, abandoned=3)])
    {% load interface %} … {% chart chart %}

A drawing takes the width it is given: places across are percentages, heights and letters are pixels, so nothing is
scaled, clipped or scrolled on a telephone. Every colour has a pattern or a label beside it.
"""

from tess.kernel.interface.charts.bars import bar_chart
from tess.kernel.interface.charts.chart import Chart, Table
from tess.kernel.interface.charts.heat import Band, heat_map
from tess.kernel.interface.charts.hours import Hour, stacked_hours
from tess.kernel.interface.charts.lines import Series, line_chart
from tess.kernel.interface.charts.multiples import Panel, small_multiples

__all__ = [
    "Band",
    "Chart",
    "Hour",
    "Panel",
    "Series",
    "Table",
    "bar_chart",
    "heat_map",
    "line_chart",
    "small_multiples",
    "stacked_hours",
]
