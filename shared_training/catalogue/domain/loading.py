"""A module from a TOML file into the catalogue: how the demonstration gets its own, and how one may be exchanged."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.models import Page, Site

from shared_training.catalogue.models import CataloguePage, ModulePage
from tess.kernel import audit

if TYPE_CHECKING:
    from pathlib import Path

    from tess.kernel.actor import Actor

SLUG = "formations"  # the catalogue's address is that of the pages which show it


@transaction.atomic
def catalogue_page(*, actor: Actor) -> CataloguePage:
    """The one page under which modules stand, made under the site's root at the first need."""
    standing: CataloguePage | None = CataloguePage.objects.first()
    if standing is not None:
        return standing
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    parent = site.root_page if site else Page.get_first_root_node()
    page = CataloguePage(title="Formations", slug=SLUG)
    parent.add_child(instance=page)
    audit.record(actor, "catalogue.page.made", page)
    return page


@transaction.atomic
def load_module(path: Path, *, actor: Actor) -> ModulePage:
    """Publish the module written at `path`; one that stands already under that address is left as its editors made it.

    Raises django.core.exceptions.ValidationError when the file lacks something a module needs.
    """
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    standing: ModulePage | None = ModulePage.objects.filter(slug=written["slug"]).first()
    if standing is not None:
        return standing
    page = ModulePage(
        title=written["title"],
        slug=written["slug"],
        mode=written["mode"],
        pass_mark=written["pass_mark"],
        objectives="\n".join(written["objectives"]),
        prerequisites=written["prerequisites"],
        lessons=json.dumps([_block("lesson", lesson) for lesson in written["lessons"]]),
        questions=json.dumps([_block("question", _with_answers(question)) for question in written["questions"]]),
    )
    _check(page)
    catalogue_page(actor=actor).add_child(instance=page)
    page.save_revision().publish()
    audit.record(actor, "catalogue.module.loaded", page)
    return page


def _block(kind: str, written: dict[str, Any]) -> dict[str, Any]:
    value = {key: item for key, item in written.items() if key != "id"}
    return {"type": kind, "id": written["id"], "value": value}


def _with_answers(question: dict[str, Any]) -> dict[str, Any]:
    answers = [{"type": "item", "id": a["id"], "value": {"right": False, **_less_id(a)}} for a in question["answers"]]
    return {**question, "answers": answers}


def _less_id(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in answer.items() if key != "id"}


def _check(page: ModulePage) -> None:
    for name in ("lessons", "questions"):
        stream = getattr(page, name)
        stream.stream_block.clean(stream)
    page.clean_fields(exclude=["path", "depth", "lessons", "questions", "content_type", "locale"])
