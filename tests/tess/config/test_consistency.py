"""What must stay true of the whole tree, whoever adds to it."""

import re
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.template.loader import get_template

from tess.config.celery_app import app
from tess.kernel.tenancy.tasks import COLLECTIVE, HEADER, CollectiveTask

ROOT = Path(settings.BASE_DIR)
OURS = ("platform", "tenants", "cms", "shared_training", "billing")


def sources(pattern):
    return [path for folder in OURS for path in sorted((ROOT / folder).rglob(pattern))]


def test_every_variable_is_documented():
    named = set()
    for path in sources("*.py"):
        named |= set(re.findall(r'"(TESS_[A-Z_]+|(?:OWNER_|SUPERUSER_)?DATABASE_URL|REDIS_URL)"', path.read_text()))
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    assert named <= documented, named - documented
    assert documented - named <= {"DJANGO_SETTINGS_MODULE"}


def test_every_app_is_shared_or_tenant_never_both():
    assert not set(settings.SHARED_APPS) & set(settings.TENANT_APPS)


def test_the_clock_rings_tasks_that_exist_as_the_collective():
    app.loader.import_default_modules()
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        assert isinstance(app.tasks[entry["task"]], CollectiveTask), name
        assert entry["options"]["headers"] == {HEADER: COLLECTIVE}, name


def test_platform_is_a_folder_and_not_a_package():
    assert not (ROOT / "platform/__init__.py").exists()


@pytest.mark.parametrize("path", sources("*.html"), ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_compile_and_carry_no_inline_code(path):
    name = path.relative_to(next(p for p in path.parents if p.name == "templates"))
    get_template(str(name))
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}", "", path.read_text(), flags=re.DOTALL)
    if path.parent.name == "mails":  # a mail program loads no sheet
        text = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son[a-z]+=\"|\sstyle=\"|javascript:|<style", text)


def test_every_template_is_used():
    templates = {
        str(path.relative_to(next(p for p in path.parents if p.name == "templates"))) for path in sources("*.html")
    }
    text = "\n".join(path.read_text() for path in [*sources("*.py"), *sources("*.html")])
    composed = set(re.findall(r"([\w/]+/)(?:\{|\"\|add:)", text))  # "kernel/errors/{status}.html"
    unused = {name for name in templates if _said(name) not in text and f"{Path(name).parent}/" not in composed}
    assert {name for name in unused if not _is_page_of_wagtail(name)} == set()


def _said(name):
    """A letter is named once for its two parts."""
    return name.removesuffix(".html") if Path(name).parent.name == "mails" else name


def _is_page_of_wagtail(name):
    """Wagtail finds a page's template by the name of its class."""
    models = {model._meta.model_name.replace("_", "") for model in apps.get_models()}
    return Path(name).stem.replace("_", "") in models


def test_one_english_sentence_has_one_french_one():
    """Catalogues are one an app, and Django pours them together: the last would win."""
    french = {}
    for path in sources("django.po"):
        for entry in polib.pofile(path):
            key = (entry.msgctxt, entry.msgid)
            french.setdefault(key, {}).setdefault(entry.msgstr or str(entry.msgstr_plural), []).append(str(path))
    differing = {key[1]: list(found) for key, found in french.items() if len(found) > 1}
    assert differing == {}


@pytest.mark.parametrize("path", sources("django.po"), ids=lambda path: str(path.relative_to(ROOT)))
def test_french_punctuation_keeps_to_its_word(path):
    """A line never begins with a colon: the space before it doesn't break. The terminal's words are left as they are."""
    if "local" in path.relative_to(ROOT).parts[:3]:
        return
    texts = [text for entry in polib.pofile(path) for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in texts if re.search(r" [:;?!»]|« ", text)] == []
