"""Shared pages as organisations read them: published, open to anyone, in the collective's site. Anything else isn't there."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms.charter.models import CharterPage
from cms.exchanges.models import PracticeIndexPage, PracticeSheetPage
from tess.kernel.errors import NotFound
from tess.kernel.tenancy.db import connection

if TYPE_CHECKING:
    from django.db.models import QuerySet

P = TypeVar("P", bound=Page)


def _readable(kind: type[P]) -> QuerySet[P]:
    """The pages of this kind that organisations may read, in the order of the site."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return kind.objects.none()  # type: ignore[no-any-return]
    return kind.objects.descendant_of(site.root_page).live().public().order_by("path")  # type: ignore[no-any-return]


def _the_first(pages: QuerySet[P]) -> P:
    page = pages.first()
    if page is None:
        raise NotFound(_("This page is not here."))
    return page


def charter() -> CharterPage | None:
    """The charter, when it is published."""
    return _readable(CharterPage).first()


def get_charter() -> CharterPage:
    """The charter. Raises NotFound when none is published."""
    return _the_first(_readable(CharterPage))


def get_index() -> PracticeIndexPage:
    """The index of practice sheets. Raises NotFound when none is published."""
    return _the_first(_readable(PracticeIndexPage))


def sheets() -> list[PracticeSheetPage]:
    """The practice sheets, in the order the editors gave them."""
    return list(_readable(PracticeSheetPage))


def get_sheet(slug: str) -> PracticeSheetPage:
    """One practice sheet. Raises NotFound for a draft, a withdrawn or a private one as for one that never was."""
    return _the_first(_readable(PracticeSheetPage).filter(slug=slug))


def sheets_by_name() -> list[tuple[str, str]]:
    """Slug and title of the practice sheets, read as organisations read them."""
    with connection.as_commons_reader():
        return [(sheet.slug, sheet.title) for sheet in sheets()]
