"""A module written in a file becomes a page, and comes back as plain values with ids that stay."""

import re
import tomllib

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction
from wagtail.models import Page

from shared_training.catalogue.demo import MODULE
from shared_training.catalogue.domain import queries
from shared_training.catalogue.domain.loading import load_module
from shared_training.catalogue.models import CataloguePage, ModulePage
from tess.kernel.actor import Actor
from tess.kernel.errors import NotFound

SYSTEM = Actor.system("tests")


@pytest.fixture
def page(db):
    return load_module(MODULE, actor=SYSTEM)


@pytest.fixture
def written():
    return tomllib.loads(MODULE.read_text())


def test_a_file_becomes_a_published_module(page, written):
    (module,) = queries.modules()
    assert (module.title, module.pass_mark) == ("Accueillir un appel", 75)
    assert [str(lesson.id) for lesson in module.lessons] == [lesson["id"] for lesson in written["lessons"]]
    assert [question.id for question in module.questions] == [question["id"] for question in written["questions"]]
    rights = [{a["id"] for a in question["answers"] if a.get("right")} for question in written["questions"]]
    assert [question.right for question in module.questions] == rights
    assert module.minutes == sum(lesson["minutes"] for lesson in written["lessons"])
    assert module.right_needed == 6


def test_loading_again_changes_nothing_even_after_an_editor(page):
    ModulePage.objects.filter(pk=page.pk).update(title="Répondre à un appel")
    assert load_module(MODULE, actor=SYSTEM) == page
    assert [module.title for module in queries.modules()] == ["Répondre à un appel"]
    assert CataloguePage.objects.count() == 1


def test_ids_survive_an_edit(page, written):
    revised = page.save_revision().as_object()
    revised.lessons[0].value["title"] = "Se préparer"
    revised.save_revision().publish()
    (module,) = queries.modules()
    assert module.lessons[0].title == "Se préparer"
    assert [str(lesson.id) for lesson in module.lessons] == [lesson["id"] for lesson in written["lessons"]]
    answers = [answer["id"] for answer in written["questions"][0]["answers"]]
    assert [answer.id for answer in module.questions[0].answers] == answers


def test_its_address_in_the_site_is_the_one_we_serve(page):
    assert page.get_url_parts()[2] == "/formations/accueillir-un-appel/"


def test_a_withdrawn_module_leaves_the_catalogue_but_may_be_finished(page):
    page.unpublish()
    assert queries.modules() == []
    with pytest.raises(NotFound):
        queries.module_called(page.slug)
    assert queries.module_numbered(page.pk).title == page.title


def test_organisations_read_modules_and_write_none(page, organisation):
    assert [module.title for module in queries.modules()] == ["Accueillir un appel"]
    for statement in ("UPDATE catalogue_modulepage SET pass_mark = 50", "DELETE FROM catalogue_modulepage"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Page.objects.update(title="x")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("right = true", "right = false"),  # no right answer
        ("minutes = 15", "minutes = 0"),
        ("pass_mark = 75", "pass_mark = 10"),
        ('mode = "self_paced"', 'mode = "telepathy"'),
    ],
)
def test_an_impossible_module_is_refused(db, tmp_path, old, new):
    path = tmp_path / "module.toml"
    path.write_text(MODULE.read_text().replace(old, new))
    with pytest.raises(ValidationError):
        load_module(path, actor=SYSTEM)
    assert not ModulePage.objects.exists()


def test_the_catalogue_costs_one_statement(page, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.modules()


def test_the_text_keeps_french_typography(written):
    assert not re.search(r" [?!;:»]|« ", MODULE.read_text().replace('" :', ""))
    for lesson in written["lessons"]:
        assert 300 <= len(re.sub("<[^>]+>", " ", lesson["body"]).split()) <= 500
        assert "'" not in lesson["body"]
        assert lesson["dos"]
        assert lesson["donts"]
        assert lesson["exercise"]
