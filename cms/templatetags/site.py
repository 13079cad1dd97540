"""`{% load site %}`: what the public pages share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from wagtail.models import Page, Site

if TYPE_CHECKING:
    from django.db.models import QuerySet

register = template.Library()


@register.simple_tag(takes_context=True)
def pages_below(context: dict[str, Any]) -> QuerySet[Page]:
    """The pages the editors want named at the foot of every page ("show in menus"), in the order of the site."""
    site = Site.find_for_request(context["request"])
    if site is None:
        return Page.objects.none()  # type: ignore[no-any-return]
    return Page.objects.child_of(site.root_page).live().public().in_menu().order_by("path")  # type: ignore[no-any-return]
