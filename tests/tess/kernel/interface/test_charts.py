import math
import re

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from tess.kernel.interface.charts import Hour, Panel, Series, bar_chart, line_chart, small_multiples, stacked_hours
from tess.kernel.interface.charts.scale import axis, spread

amounts = st.integers(min_value=0, max_value=10**9)
finite = st.floats(min_value=0.01, max_value=1e9, allow_nan=False)


def drawn(chart):
    return Template("{% load interface %}{% chart chart %}").render(Context({"chart": chart}))


def text_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.replace("\u00a0", " ")))


@given(st.lists(amounts, min_size=1))
def test_an_axis_holds_every_value_with_few_whole_ticks(values):
    found = axis(values, height=180)
    labels = [tick.label for tick in found.ticks]
    assert found.top >= max(values)
    assert 1 <= len(labels) <= 4
    assert len(set(labels)) == len(labels)
    assert all(float(tick.value).is_integer() for tick in found.ticks)
    assert max(map(len, labels)) <= found.room
    assert all(found.head <= found.y(value) <= found.ground for value in values)


@given(finite)
def test_an_axis_of_fractions_is_not_mostly_empty(value):
    found = axis([value], height=180, whole=False)
    assert value <= found.top <= value * 2.6
    assert len({tick.label for tick in found.ticks}) == len(found.ticks)


def test_an_axis_without_values_still_stands():
    for nothing in ([], [0, 0], [None], [math.nan]):
        assert axis(nothing, height=180).top == 1


@given(st.integers(min_value=0, max_value=5000))
def test_labels_never_crowd(length):
    assert len(spread(length)) <= 8
    assert spread(length)[:1] == ([0] if length else [])


@given(st.lists(st.tuples(amounts, amounts, amounts), max_size=24))
def test_hours_stay_inside_the_drawing(days):
    chart = stacked_hours("Appels", [Hour(at, *three) for at, three in enumerate(days)])
    scale = chart.drawing["axis"]
    for column in chart.drawing["columns"]:
        assert 0 <= column["x"] < column["x"] + column["width"] <= 100.01
        for bar in column["bars"]:
            assert bar.height > 0
            assert scale.head - 0.01 <= bar.y
            assert bar.y + bar.height <= scale.ground + 0.01
    assert len(chart.table.rows) == len(days)


@given(st.lists(st.one_of(st.none(), amounts), max_size=60))
def test_lines_stay_inside_the_drawing(values):
    chart = line_chart("Appels", [str(at) for at in range(len(values))], [Series("Décrochés", values)])
    scale = chart.drawing["axis"]
    points = [point.split(",") for line in chart.drawing["lines"] for run in line["runs"] for point in run.split()]
    assert all(0 <= float(x) <= 100 and scale.head <= float(y) <= scale.ground for x, y in points)


def test_a_day_of_calls_is_said_in_words_and_in_a_table():
    page = drawn(stacked_hours("Appels par heure", [Hour(18, 20, 12, 8), Hour(19, 1500, 1000, 480)]))
    assert "Le pic : 19 h : présentés 1 500, décrochés 1 000, abandonnés 480" in text_of(page)
    assert "Voir le tableau" in text_of(page)
    assert page.count("<tr>") == 3


def test_a_day_without_calls_says_so_and_draws_nothing():
    page = drawn(stacked_hours("Appels par heure", [Hour(at, 0, 0, 0) for at in range(24)]))
    assert "Aucun appel." in page
    assert "<rect" not in page


def test_bars_show_name_amount_and_share():
    page = text_of(drawn(bar_chart("Orientations", [("Aboutie", 212), ("Sans retour", 88), ("Aucune", 0)])))
    assert "Aboutie 212 71 %" in page
    assert "Aucune 0 0 %" in page


def test_bars_of_nothing_have_no_share():
    assert "Aboutie 0 –" in text_of(drawn(bar_chart("Orientations", [("Aboutie", 0)])))


def test_a_gap_breaks_the_line_and_one_point_is_a_dot():
    page = drawn(line_chart("Jours", list("abcde"), [Series("Décrochés", [1, 2, None, 4, 5])]))
    assert page.count("<polyline") == 2
    page = drawn(line_chart("Jours", ["mars"], [Series("Décrochés", [3])]))
    assert (page.count("<polyline"), page.count("<circle")) == (0, 1)


def test_lines_without_a_figure_say_so():
    page = drawn(line_chart("Jours", ["mars"], [Series("Décrochés", [None])]))
    assert "Décrochés : pas encore de chiffre." in text_of(page)
    assert "<svg" not in page


def test_lines_one_could_not_tell_apart_or_read_are_refused():
    with pytest.raises(ValueError, match="four"):
        line_chart("Jours", ["a"], [Series(str(n), [n]) for n in range(5)])
    with pytest.raises(ValueError, match="one value a label"):
        line_chart("Jours", ["a", "b"], [Series("x", [1])])
    with pytest.raises(ValueError, match="one value a label"):
        small_multiples("Jours", ["a", "b"], [Panel("x", [1])])


def test_small_multiples_share_one_scale():
    chart = small_multiples("Mois", ["janv.", "févr."], [Panel("Rivage", [10, 1200]), Panel("La Lanterne", [None, 40])])
    tall, low = (one["top"]["y"] for one in chart.drawing["panels"])
    assert tall < low
    assert "échelle, de 0 à 1 500" in text_of(drawn(chart))


def test_names_from_outside_are_escaped():
    assert "<script>" not in drawn(bar_chart("<script>", [("<script>", 1)]))
    assert "<script>" not in drawn(line_chart("<script>", ["<script>"], [Series("<script>", [1])]))
