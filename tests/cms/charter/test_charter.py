from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from wagtail.blocks.stream_block import StreamBlockValidationError

from cms.charter.blocks import CharterBlock
from cms.charter.models import CharterPage
from cms.domain.content import charter_fields, read

NUMBERS = [
    *["1", "1.1", "1.2", "2"],
    *["2.1", "2.1.1", "2.1.2", "2.1.3", "2.1.4", "2.1.5"],
    *["2.2", "2.2.1", "2.2.2", "2.2.3", "2.2.4"],
    *["2.3", "2.3.1", "2.3.2", "2.3.3"],
    *["3", "3.1", "3.2", "3.3"],
]
COMMITMENTS = [number for number in NUMBERS if number.count(".") == 2 or number in {"3.1", "3.2", "3.3"}]


def flat(entries):
    for entry in entries:
        yield entry
        yield from flat(entry.children)


def commitment(code, key=None):
    return {"type": "commitment", "value": {"code": code, "title": "T", "text": "X", "key": key or "", "shown_by": ""}}


def cleaned(*entries):
    block = CharterBlock()
    return block.clean(block.to_python(list(entries)))


def test_every_article_of_the_charter_is_there_in_its_order(site):
    page = CharterPage.objects.get()
    assert [entry.number for entry in flat(page.entries())] == NUMBERS
    assert [entry.number for entry in page.commitments()] == COMMITMENTS
    assert len(COMMITMENTS) == 15


def test_commitments_have_substance_and_a_key_of_their_own(site):
    commitments = CharterPage.objects.get().commitments()
    keys = {entry.key for entry in commitments}
    assert len(keys) == 15
    assert all(isinstance(key, UUID) for key in keys)
    for entry in commitments:
        assert len(entry.text.split()) >= 25
        assert len(entry.shown_by.split()) >= 6


def test_the_page_has_its_contents_and_an_anchor_for_each_article(site, collective_client):
    html = collective_client().get("/charte/").content.decode()
    contents = html.split('<nav class="contents"')[1].split("</nav>")[0]
    anchors = [f"article-{number.replace('.', '-')}" for number in NUMBERS]
    assert re.findall(r'href="#([^"]+)"', contents) == anchors
    assert re.findall(r'id="(article-[^"]+)"', html) == anchors


def test_headings_go_down_one_step_at_a_time(site, collective_client):
    html = collective_client().get("/charte/").content.decode()
    levels = {number: level for level, number in re.findall(r'<h(\d)><span class="number num">([\d.]+)</span>', html)}
    assert levels == {number: str(number.count(".") + 2) for number in NUMBERS}


def test_the_charter_says_who_may_join(site, collective_client):
    html = collective_client().get("/charte/").content.decode()
    article = html.split('id="article-1-2"')[1].split("</section>")[0]
    for condition in ("santé", "social", "numéro d’appel", "éthique", "tout le pays"):
        assert condition in article


def test_a_key_never_changes_when_the_text_does(site):
    page = CharterPage.objects.get()
    before = {entry.number: entry.key for entry in page.commitments()}
    stream = page.body.get_prep_value()
    stream[5]["value"]["title"] = "Tout autre chose"
    page.body = cleaned(*stream)
    page.save_revision().publish()
    after = CharterPage.objects.get()
    assert after.commitments()[0].title == "Tout autre chose"
    assert {entry.number: entry.key for entry in after.commitments()} == before


def test_a_new_commitment_gets_a_key_and_a_copy_gets_another():
    key = uuid4()
    first, copy, new = cleaned(commitment("3.1", str(key)), commitment("3.2", str(key)), commitment("3.3"))
    assert first.value["key"] == key
    assert isinstance(copy.value["key"], UUID)
    assert len({first.value["key"], copy.value["key"], new.value["key"]}) == 3


def test_a_number_used_twice_is_refused():
    article = {"type": "article", "value": {"number": "3.1", "title": "T", "text": ""}}
    with pytest.raises(StreamBlockValidationError) as refused:
        cleaned(article, commitment("3.1"))
    assert "Ce numéro sert deux fois." in str(refused.value.block_errors[1].block_errors["code"])


@pytest.mark.parametrize("number", ["0", "2.0", "2.1.1.1", "deux", "2.", ""])
def test_what_is_not_a_number_of_the_charter_is_refused(number):
    with pytest.raises(StreamBlockValidationError):
        cleaned(commitment(number))


def test_the_charter_of_the_first_day_passes_the_editors_checks():
    assert len(cleaned(*charter_fields(read("charter"))["body"])) == len(NUMBERS)
