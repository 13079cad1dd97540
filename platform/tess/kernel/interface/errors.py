"""Pages for when things go wrong: handlers for `handler400` … `handler500` and `CSRF_FAILURE_VIEW`.

They render without the request's context, hence without the database, and fall back to a bare sentence if even
that fails.
"""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def page(name: str, status: int) -> HttpResponse:
    """Return the error page `kernel/errors/<name>.html` with this status."""
    try:
        return HttpResponse(render_to_string(f"kernel/errors/{name}.html"), status=status)
    except Exception:
        logger.exception("the page %s could not be rendered", name)
        words = _("Something broke on our side")
        return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def bad_request(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 400."""
    return page("400", 400)


def forbidden(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 403."""
    return page("403", 403)


def not_found(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 404, the same bytes for what is missing and for what belongs to someone else."""
    return page("404", 404)


def server_error(_request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    return page("500", 500)


def unavailable(_request: HttpRequest, *, retry_after: int = 300) -> HttpResponse:
    """Answer 503 and say in how many seconds to try again."""
    response = page("503", 503)
    response["Retry-After"] = str(retry_after)
    return response


def csrf_failure(_request: HttpRequest, **_reason: Any) -> HttpResponse:
    """Answer a form whose token is too old or comes from elsewhere."""
    return page("stale", 403)
