"""Shared pages at an organisation's host, read as a role that can only read. The whole page is made while it is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from cms.domain import commons as shared
from tess.identity.guards import anyone_signed_in, requires
from tess.kernel.interface.context import shell_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    Find = Callable[[], dict[str, Any]]


@requires(anyone_signed_in)
@require_GET
def commons(request: HttpRequest) -> HttpResponse:
    """What organisations have in common: the charter, the practice sheets."""
    return _answer(request, "cms/commons.html", lambda: {"charter": shared.charter(), "sheets": shared.sheets()})


@requires(anyone_signed_in)
@require_GET
def charter(request: HttpRequest) -> HttpResponse:
    """The charter."""
    return _answer(request, "charter/commons_charter.html", lambda: {"page": shared.get_charter()})


@requires(anyone_signed_in)
@require_GET
def practice_index(request: HttpRequest) -> HttpResponse:
    """The practice sheets."""
    return _answer(
        request, "exchanges/commons_index.html", lambda: {"page": shared.get_index(), "sheets": shared.sheets()}
    )


@requires(anyone_signed_in)
@require_GET
def practice_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """One practice sheet."""
    return _answer(request, "exchanges/commons_sheet.html", lambda: {"page": shared.get_sheet(slug)})


@requires(anyone_signed_in)
@require_GET
def practice_fragment(request: HttpRequest, slug: str) -> HttpResponse:
    """One practice sheet without a page around it, for the contact screen to show beside a record."""
    return _answer(request, "exchanges/sheet_fragment.html", lambda: {"page": shared.get_sheet(slug)}, shell=False)


def _answer(request: HttpRequest, template: str, find: Find, *, shell: bool = True) -> HttpResponse:
    """Find and render as the reader of the commons; the places of the rail are worked out before, as the organisation."""
    context: dict[str, Any] = {"shell": shell_of(request)} if shell else {}
    with connection.as_commons_reader():
        return HttpResponse(render_to_string(template, {**context, **find()}, request))
