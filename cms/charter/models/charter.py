from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.charter.blocks import CharterBlock

if TYPE_CHECKING:
    from uuid import UUID


@dataclass
class Entry:
    """An article or a commitment with those that stand under it, ready to be shown."""

    number: str
    title: str
    text: str
    is_commitment: bool
    shown_by: str = ""
    key: UUID | None = None
    children: list[Entry] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The end of a link to it: "article-2-1-3"."""
        return "article-" + self.number.replace(".", "-")

    @property
    def depth(self) -> int:
        """1 for "2", 2 for "2.1", 3 for "2.1.3"."""
        return self.number.count(".") + 1


class CharterPage(Page):
    """The charter: what members must be, what they promise to those who call and to each other."""

    lead = models.TextField(_("introduction"), blank=True)
    body = StreamField(CharterBlock(), verbose_name=_("articles and commitments"))

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    private_page_options = ["login"]  # who has an account; roles open rooms, not pages
    template = "charter/charter_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name = _("charter")

    def entries(self) -> list[Entry]:
        """The articles in order, each holding those numbered under it (2 holds 2.1, which holds 2.1.1)."""
        top: list[Entry] = []
        path: list[Entry] = []
        for block in self.body:
            entry = _entry(block.block_type, block.value)
            while path and not entry.number.startswith(path[-1].number + "."):
                path.pop()
            (path[-1].children if path else top).append(entry)
            path.append(entry)
        return top

    def commitments(self) -> list[Entry]:
        """The commitments alone, in the order of the charter."""
        return [_entry(block.block_type, block.value) for block in self.body if block.block_type == "commitment"]


def _entry(kind: str, value: dict[str, str]) -> Entry:
    if kind == "article":
        return Entry(number=value["number"], title=value["title"], text=value["text"], is_commitment=False)
    return Entry(
        number=value["code"],
        title=value["title"],
        text=value["text"],
        is_commitment=True,
        shown_by=value["shown_by"],
        key=value["key"],
    )
