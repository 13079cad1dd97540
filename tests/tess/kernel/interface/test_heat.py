import pytest
from django.template import Context, Template

from tess.kernel.interface.charts import Band, heat_map

DAYS = [Band("lundi", [0, 2, 16]), Band("mardi", [None, 1, 8])]


def drawn(chart):
    return Template("{% load interface %}{% chart chart %}").render(Context({"chart": chart}))


def test_the_deepest_square_is_the_most_and_what_is_not_nothing_shows():
    chart = heat_map("Quand", ["8 h", "9 h", "10 h"], DAYS, unit="appels")
    depths = [[cell["depth"] for cell in row["cells"]] for row in chart.drawing["rows"]]
    assert depths == [[0, 1, 8], [0, 1, 4]]
    assert chart.description == "Le plus\u00a0: 16 appels, lundi, 10 h."


def test_every_figure_is_in_the_table():
    html = drawn(heat_map("Quand", ["8 h", "9 h", "10 h"], DAYS, column="Jour"))
    assert "<th" in html.split("<table")[1]
    assert [row.count("<td") for row in html.split("<tbody>")[1].split("</tr>")[:2]] == [3, 3]
    assert ">–<" in html


def test_nothing_is_said_not_drawn():
    html = drawn(heat_map("Quand", ["8 h"], [Band("lundi", [0])]))
    assert "Pas encore de chiffre" in html
    assert "<svg" not in html


def test_a_row_has_one_value_a_column():
    with pytest.raises(ValueError, match="one value"):
        heat_map("Quand", ["8 h"], [Band("lundi", [1, 2])])
