import re
from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from tess.kernel.interface.paging import page_of
from tess.kernel.models import OutboxMessage

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


@pytest.fixture
def messages(db):
    """Seven messages, of which three at the very same moment."""
    moments = [NOON, NOON, NOON, *(NOON + timedelta(minutes=n) for n in range(1, 5))]
    OutboxMessage.objects.bulk_create(OutboxMessage(kind=f"{n}", posted_at=at) for n, at in enumerate(moments))
    return OutboxMessage.objects.all()


def pages(rf, rows, first="", **more):
    """Follow "older" to the end."""
    query = first
    while True:
        page = page_of(rf.get(f"/liste/{query}"), rows, by="posted_at", **more)
        yield page
        if not page.older:
            return
        query = page.older


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_every_row_once_latest_first(rf, messages, size):
    seen = [row.kind for page in pages(rf, messages, size=size) for row in page]
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]


def test_a_page_costs_one_query_whatever_came_before(rf, messages, django_assert_num_queries):
    for page in list(pages(rf, messages, size=2)):
        with django_assert_num_queries(1):
            page_of(rf.get(f"/liste/{page.older}"), messages, by="posted_at", size=2)


def test_rows_that_arrive_meanwhile_push_nothing_aside(rf, messages):
    first = page_of(rf.get("/liste/"), messages, by="posted_at", size=3)
    OutboxMessage.objects.create(kind="new", posted_at=NOON + timedelta(hours=1))
    second = page_of(rf.get(f"/liste/{first.older}"), messages, by="posted_at", size=3)
    assert [row.kind for row in (*first, *second)] == ["6", "5", "4", "3", "2", "1"]


def test_filters_stay_and_the_way_back_is_given(rf, messages):
    first = page_of(rf.get("/liste/?ligne=nuit"), messages, by="posted_at", size=3)
    assert QueryDict(first.older[1:])["ligne"] == "nuit"
    assert first.newer == ""
    second = page_of(rf.get(f"/liste/{first.older}"), messages, by="posted_at", size=3)
    assert second.newer == "?ligne=nuit"
    words = re.sub(r"<[^>]+>", " ", render_to_string("kernel/older.html", {"page": second}))
    assert words.split() == ["Revenir", "aux", "derniers", "Plus", "anciens"]


@pytest.mark.parametrize(
    "marker", ["", "~", "hier~4", "2026-03-12T12:00:00+00:00~x", "2026-13-45T00:00:00Z~1", "a~b~c"]
)
def test_a_marker_that_cannot_be_read_gives_the_first_page(rf, messages, marker):
    page = page_of(rf.get("/liste/", {"avant": marker}), messages, by="posted_at", size=3)
    assert [row.kind for row in page] == ["6", "5", "4"]
    assert len(page) == 3


def test_an_empty_list_is_one_page(rf, db):
    page = page_of(rf.get("/liste/"), OutboxMessage.objects.none(), by="posted_at")
    assert (list(page), page.older, page.newer) == ([], "", "")
