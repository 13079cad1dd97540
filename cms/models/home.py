from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, PageChooserBlock, StructBlock, TextBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.domain.calling import SITUATIONS, lines_for, situation_numbered

if TYPE_CHECKING:
    from django.http import HttpRequest


class DoorBlock(StructBlock):
    """A way further in: a title, two sentences, a link to one of our pages."""

    title = CharBlock(label=_("Title"), max_length=60)
    text = TextBlock(label=_("Text"))
    link = CharBlock(label=_("Words of the link"), max_length=60)
    page = PageChooserBlock(label=_("Page"))

    class Meta:
        icon = "link"
        label = _("Door")


class HomePage(Page):
    """The first page of the site: somebody is there, whom to call, what we promise."""

    heading = models.CharField(_("first words"), max_length=80)
    lead = models.TextField(_("introduction"))
    figure = RichTextField(_("sentence with a figure"), features=["bold"], blank=True)
    figure_source = models.TextField(_("source of the figure"), blank=True)
    doors = StreamField([("door", DoorBlock())], verbose_name=_("doors"), blank=True, max_num=6)

    content_panels = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("lead"),
        MultiFieldPanel(
            [FieldPanel("figure"), FieldPanel("figure_source")], heading=_("A figure, and where it is from")
        ),
        FieldPanel("doors"),
    ]
    private_page_options = ["login"]  # who has an account; roles open rooms, not pages
    template = "cms/home.html"
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add whom one may call now: `situations`, the one asked about (`?pour=3`), and the lines for it."""
        asked = situation_numbered(request.GET.get("pour", ""))
        calling = {"situations": SITUATIONS, "asked": asked, "lines": lines_for(asked, timezone.now())}
        return {**super().get_context(request, *args, **kwargs), **calling}
