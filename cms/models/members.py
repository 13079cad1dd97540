from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.domain.queries import active_members

if TYPE_CHECKING:
    from django.http import HttpRequest


class MembersPage(Page):
    """The member organisations at work, by their names in the registry."""

    lead = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    private_page_options = ["login"]  # who has an account; roles open rooms, not pages
    template = "cms/members.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name = _("members")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `members`: names, in alphabetical order."""
        return {**super().get_context(request, *args, **kwargs), "members": active_members()}
