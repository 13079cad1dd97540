"""The doors of Wagtail's admin that are ours, and the guard before all the others."""

from __future__ import annotations

import logging
from functools import wraps
from typing import TYPE_CHECKING, Any, NoReturn

from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import Http404
from django.shortcuts import redirect

from cms.rules import may_edit_the_site
from tess.identity.guards import open_to_everyone, requires

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    View = Callable[..., HttpResponse]

logger = logging.getLogger(__name__)


def editors_only(view: View) -> View:
    """Let editors alone into a view of Wagtail's; what it can't read is a bad request.

    A preview is a whole page served inside the admin's answer, with the policy of the public site, which no frame may
    hold: that policy makes room for the admin's.
    """

    @wraps(view)
    def under_the_policy_of_the_admin(*args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(*args, **kwargs)
        except (ValueError, OverflowError, LookupError, DataError) as error:
            # Wagtail's views trust their addresses and forms; whatever was sent stays out of the log
            logger.warning("an address or a form of the admin could not be read: %s", type(error).__name__)
            raise BadRequest from None
        response.headers.pop("Content-Security-Policy", None)
        return response

    return requires(may_edit_the_site)(under_the_policy_of_the_admin)


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
