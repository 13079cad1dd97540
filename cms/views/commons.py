"""Shared pages at an organisation's host, read as a role that can only read. The whole page is made while it is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from cms.charter import rules as charter_rules
from cms.charter.domain import signing
from cms.domain import commons as shared
from tess.identity.guards import anyone_signed_in, requires
from tess.kernel.interface.context import shell_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from cms.charter.models import CharterSignature

    Find = Callable[[], dict[str, Any]]


@requires(anyone_signed_in)
@require_GET
def commons(request: HttpRequest) -> HttpResponse:
    """What organisations have in common: the charter, the practice sheets."""
    return _answer(request, "cms/commons.html", lambda: {"charter": shared.charter(), "sheets": shared.sheets()})


@requires(anyone_signed_in)
@require_GET
def charter(request: HttpRequest) -> HttpResponse:
    """The charter, and whether this organisation has signed it."""
    signed = signing.latest_signature()
    return _answer(
        request,
        "charter/commons_charter.html",
        lambda: _charter(signed, may_sign=charter_rules.may_sign(request.actor)),
    )


def _charter(signed: CharterSignature | None, *, may_sign: bool) -> dict[str, Any]:
    page = shared.get_charter()
    standing = signed is not None and signed.text_hash == signing.hash_of(page)
    return {"page": page, "signed": signed, "standing": standing, "may_sign": may_sign}


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
