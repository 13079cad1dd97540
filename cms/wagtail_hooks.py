"""Our mark and our colours in Wagtail's admin, and what may not be deleted there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from shared_training.catalogue.domain.queries import titles
from shared_training.sessions.domain.queries import begun

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString
    from wagtail.admin.menu import MenuItem


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]
def our_colours() -> SafeString:
    """Pine for Wagtail's accent."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin.css"))


@hooks.register("construct_help_menu")  # type: ignore[untyped-decorator]
def no_news_of_wagtail(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's own news and guide, in English and elsewhere, are not what an editor comes for."""
    items.clear()


@hooks.register("before_delete_page")  # type: ignore[untyped-decorator]
def keep_what_was_begun(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A module somebody has begun stays: training records speak of it. (Of pages with others below, editors delete none.)"""
    return redirect("wagtailadmin_explore", page.get_parent().pk) if _refuses(request, [page]) else None


@hooks.register("before_bulk_action")  # type: ignore[untyped-decorator]
def keep_it_among_others(request: HttpRequest, kind: str, objects: Sequence[Any], action: Any) -> HttpResponse | None:
    """The same when several are ticked: all stay."""
    pages = [found for found in objects if isinstance(found, Page)]
    return redirect(action.next_url) if kind == "delete" and _refuses(request, pages) else None


def _refuses(request: HttpRequest, pages: Sequence[Page]) -> bool:
    """Whether one of these pages is a module somebody has begun; if so, says what to do instead."""
    kept = sorted(titles(begun(page.pk for page in pages)).values())
    if not kept:
        return False
    named = ", ".join(gettext("“%(title)s”") % {"title": title} for title in kept)
    told = ngettext(
        "Somebody has begun %(titles)s, and their training record speaks of it: it can't be deleted. "
        "Unpublish it instead: it leaves the catalogue, and whoever has begun may finish.",
        "Somebody has begun %(titles)s, and their training records speak of them: they can't be deleted. "
        "Unpublish them instead: they leave the catalogue, and whoever has begun may finish.",
        len(kept),
    )
    messages.error(request, told % {"titles": named})
    return True
