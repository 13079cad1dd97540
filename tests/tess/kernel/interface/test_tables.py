import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.template.loader import render_to_string
from openpyxl import load_workbook

from tess.kernel.interface import spreadsheets
from tess.kernel.interface.pieces import tag
from tess.kernel.interface.tables import Column, listing
from tess.kernel.models import OutboxMessage

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
COLUMNS = [
    Column("quand", "Quand", lambda row: row.posted_at, shown=lambda row: f"{row.posted_at:%H:%M}", sort="posted_at"),
    Column("genre", "Genre", lambda row: row.kind, sort="kind", link=lambda row: f"/lettres/{row.pk}/"),
    Column("fait", "Fait", lambda row: row.done_at, shown=lambda row: tag("non"), sort="done_at"),
    Column("essais", "Essais", lambda row: row.attempts, number=True, hidden=True, sort="attempts"),
]


@pytest.fixture
def rows(db):
    """Five messages: two at the same moment, three of them done, one named like a formula."""
    kinds = ["=1+1", "b", "c", "d", "＝SOMME(A1)"]
    moments = [NOON, NOON, *(NOON + timedelta(minutes=n) for n in range(1, 4))]
    done = [None, NOON, None, NOON + timedelta(hours=1), NOON + timedelta(hours=2)]
    OutboxMessage.objects.bulk_create(
        OutboxMessage(kind=kind, posted_at=at, done_at=then)
        for kind, at, then in zip(kinds, moments, done, strict=True)
    )
    return OutboxMessage.objects.all()


@pytest.fixture
def listed(rf, rows):
    session = {}

    def make(query="", **more):
        request = rf.get(f"/liste/{query}")
        request.session = session
        return listing(request, rows, COLUMNS, name="lettres", order="-quand", file="lettres", **more)

    return make


def drawn(found):
    html = render_to_string("kernel/lists/list.html", {"listing": found, "label": "Lettres"})
    return re.sub(r"\s+", " ", html)


def all_pages(listed, query, size):
    kinds = []
    while True:
        found = listed(query, size=size)
        kinds += [row.kind for row in found.page]
        if not found.page.older:
            return kinds
        query = found.page.older


@pytest.mark.parametrize("size", [1, 2, 3, 9])
@pytest.mark.parametrize("asked", ["quand", "-quand", "genre", "-genre", "fait", "-fait", "essais", "-essais", "rien"])
def test_every_order_shows_every_row_once(listed, asked, size):
    found = all_pages(listed, f"?tri={asked}", size)
    assert sorted(found) == ["=1+1", "b", "c", "d", "＝SOMME(A1)"]


def test_rows_without_a_value_come_last_both_ways(listed):
    assert set(all_pages(listed, "?tri=fait", 2)[3:]) == {"=1+1", "c"}
    assert set(all_pages(listed, "?tri=-fait", 2)[3:]) == {"=1+1", "c"}


@pytest.mark.parametrize("size", [1, 3])
def test_a_page_costs_one_query(listed, size, django_assert_num_queries):
    with django_assert_num_queries(1):
        drawn(listed(size=size))


def test_the_head_says_the_sorting_and_turns_it_round(listed):
    page = drawn(listed("?jour=1&avant=x~y"))
    assert re.search(r'aria-sort="descending"><a href="\?jour=1&amp;tri=quand">Quand', page)
    assert 'href="?jour=1&amp;tri=genre"' in page
    assert "avant" not in page
    assert 'aria-sort="ascending"' in drawn(listed("?tri=genre"))


def test_columns_are_chosen_and_stay_chosen(listed):
    assert "Essais" not in re.sub(r"<details.*", "", drawn(listed()))
    page = drawn(listed("?colonnes=1&col=genre&col=essais&densite=serree"))
    assert re.findall(r'<th scope="col"[^>]*>(?:<a[^>]*>)?(\w+)', page) == ["Genre", "Essais"]
    again = drawn(listed())
    assert 'class="compact"' in again
    assert re.findall(r'<th scope="col"[^>]*>(?:<a[^>]*>)?(\w+)', again) == ["Genre", "Essais"]


def test_a_choice_of_nothing_or_of_what_is_not_there_is_the_usual_one(listed):
    assert [one.key for one in listed("?colonnes=1&col=zzz").shown_columns] == ["quand", "genre", "fait"]


def test_what_is_shown_is_never_markup_unless_it_says_so(listed, rows):
    rows.filter(kind="b").update(kind="<b>gras")
    page = drawn(listed())
    assert "&lt;b&gt;gras" in page
    assert '<span class="tag ">non</span>' in page


def test_a_file_for_spreadsheets_runs_nothing(listed):
    answer = listed("?export=csv&tri=genre").download
    text = b"".join(answer.streaming_content).decode()
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert lines[0] == ["Quand", "Genre", "Fait"]
    assert ["2026-03-12 13:00:00", "'=1+1", ""] in lines
    assert {line[1] for line in lines[1:]} >= {"'=1+1", "'＝SOMME(A1)"}
    assert 'filename="lettres.csv"' in answer["Content-Disposition"]


def test_a_workbook_runs_nothing_and_keeps_days(listed):
    sheet = load_workbook(io.BytesIO(b"".join(listed("?export=xlsx&tri=genre").download.streaming_content))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert {row[1] for row in cells} >= {"'=1+1", "'＝SOMME(A1)"}
    assert all(isinstance(row[0], datetime) for row in cells)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_file_holds_what_the_filters_select_in_the_columns_shown(listed, rows):
    listed("?colonnes=1&col=genre")
    found = listed("?export=csv&tri=-genre")
    found.rows = rows.filter(kind__in="bd")
    assert b"".join(found.download.streaming_content).decode() == "\ufeffGenre\r\nd\r\nb\r\n"


def test_a_file_says_where_it_was_cut():
    rows = ([n] for n in range(5))
    text = b"".join(spreadsheets.csv_stream("x.csv", ["n"], rows, most=2).streaming_content).decode()
    assert text.splitlines()[1:] == ["0", "1", "La liste continue\u00a0: seules ses 2 premières lignes sont ici."]
    book = spreadsheets.workbook("x.xlsx", ["n"], ([n] for n in range(5)), most=2)
    assert load_workbook(io.BytesIO(b"".join(book.streaming_content))).active.max_row == 4


def test_prepare_is_asked_once_a_page(listed):
    asked = []
    drawn(listed(prepare=lambda rows: asked.append(len(rows)), size=2))
    assert asked == [2]
