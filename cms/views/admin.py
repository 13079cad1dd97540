"""The doors of Wagtail's admin that are ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from django.http import Http404
from django.shortcuts import redirect

from cms.rules import may_edit_the_site
from tess.identity.guards import open_to_everyone, requires

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(may_edit_the_site)
def enter(_request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends whoever is not signed in: our sign-in, then the admin's first page."""
    return redirect("wagtailadmin_home")


@requires(may_edit_the_site)
def account(_request: HttpRequest) -> HttpResponse:
    """One's account is the one of the whole product."""
    return redirect("identity:home")


@open_to_everyone
def closed(_request: HttpRequest, *_args: Any, **_kwargs: Any) -> NoReturn:
    """Nothing there: accounts, passwords and groups are not managed in Wagtail."""
    raise Http404
