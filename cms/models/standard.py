from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class StandardPage(Page):
    """Plain text of the collective: who we are, becoming a listener."""

    lead = models.TextField(_("introduction"), blank=True)
    # neither pictures nor videos: nothing to fetch elsewhere, nothing to make while a page is read
    body = RichTextField(_("text"), features=["h2", "h3", "bold", "italic", "ol", "ul", "link"])

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    private_page_options = ["login"]  # who has an account; roles open rooms, not pages
    template = "cms/standard.html"
    parent_page_types = ["cms.HomePage", "cms.StandardPage"]
    subpage_types = ["cms.StandardPage"]

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")
