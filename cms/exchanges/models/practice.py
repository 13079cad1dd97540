from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.exchanges.blocks import PointBlock

if TYPE_CHECKING:
    from django.http import HttpRequest


def _points(name: Any) -> StreamField:
    return StreamField([("point", PointBlock())], verbose_name=name, blank=True)


class PracticeSheetPage(Page):
    """How we do one thing: before, during and after; what to lean on, what to watch."""

    purpose = models.TextField(_("what it is for"))
    before = _points(_("before"))
    during = _points(_("during"))
    after = _points(_("after"))
    supports = _points(_("what to lean on"))
    watch_points = _points(_("what to watch"))
    reviewed_on = models.DateField(_("last read over on"), null=True, blank=True)
    source = models.TextField(_("where it comes from"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("purpose"),
        FieldPanel("before"),
        FieldPanel("during"),
        FieldPanel("after"),
        FieldPanel("supports"),
        FieldPanel("watch_points"),
        MultiFieldPanel([FieldPanel("reviewed_on"), FieldPanel("source")], heading=_("Where it comes from")),
    ]
    private_page_options = ["login"]  # who has an account; roles open rooms, not pages
    template = "exchanges/practice_sheet_page.html"
    parent_page_types = ["exchanges.PracticeIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("practice sheet")
        verbose_name_plural = _("practice sheets")

    def moments(self) -> list[tuple[str, Any, Any]]:
        """Before, during and after, those that hold something: (anchor, name, points)."""
        all_of_them = [("avant", _("Before"), self.before), ("pendant", _("During"), self.during)]
        all_of_them.append(("apres", _("After"), self.after))
        return [moment for moment in all_of_them if moment[2]]


class PracticeIndexPage(Page):
    """The practice sheets, one after the other."""

    lead = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    private_page_options = ["login"]  # who has an account; roles open rooms, not pages
    template = "exchanges/practice_index_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["exchanges.PracticeSheetPage"]
    max_count = 1

    class Meta:
        verbose_name = _("index of practice sheets")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `sheets`: those published, in the order the editors gave them."""
        return {**super().get_context(request, *args, **kwargs), "sheets": self.sheets()}

    def sheets(self) -> models.QuerySet[PracticeSheetPage]:
        """The published sheets anyone may read."""
        return PracticeSheetPage.objects.child_of(self).live().public().order_by("path")  # type: ignore[no-any-return]
