"""What pages that take files have in common: too long a file, work within the request or by a task, how far it is."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from kombu.exceptions import OperationalError

from tenants.telephony.domain import passage
from tenants.telephony.domain.files import LARGEST, too_large
from tess.kernel.errors import Conflict
from tess.kernel.interface.pieces import Progress
from tess.kernel.interface.words import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from tenants.telephony.models import FileBatch

logger = logging.getLogger(__name__)

AT_ONCE = 3 * 1024 * 1024  # bytes read within the request; longer files go to a task
_MOST_READ_FOR_NOTHING = 500  # MB
_MOST_SENT = LARGEST + 1024 * 1024  # the form's own fields come on top


def too_long(request: HttpRequest) -> str:
    """The sentence for a request that announces more than a file may weigh, once it was let pass; "" for any other.

    A browser cut off while it sends shows no page: the body is read, and not kept.
    """
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    if request.method != "POST" or announced <= _MOST_SENT:
        return ""
    for _block in range(_MOST_READ_FOR_NOTHING):
        if not request.read(1024 * 1024):
            break
    return str(too_large(announced))


def do(
    request: HttpRequest, batch: FileBatch, now: Callable[..., None], task: Any, *, at_once: int | None = None
) -> None:
    """A file of up to `at_once` bytes at once; a longer one by the task, or at once too when the broker doesn't answer."""
    if batch.size > (AT_ONCE if at_once is None else at_once):
        try:
            task.enqueue_for(request.organisation.pk, str(batch.pk), str(request.actor.user_id))
        except OperationalError:
            logger.warning("the broker did not answer; a file is read within the request")
        else:
            return
    try:
        now(batch, actor=request.actor)
    except Conflict as error:
        messages.error(request, str(error))


def progress_of(batch: FileBatch, url: str) -> Progress:
    """How far the work on a file is; `url` answers with `waited`."""
    return Progress(
        url=url,
        label=_("How far the import is"),
        said=_said(batch),
        under_way=passage.is_under_way(batch) and not passage.is_stuck(batch),
        text=_("You may leave this page: the work goes on without it."),
    )


def waited(request: HttpRequest, found: Progress) -> HttpResponse:
    """What the page that waits is given; once the work is done or stuck, that page is loaded again."""
    response = render(request, "kernel/progress.html", {"progress": found})
    if not found.under_way:
        response["HX-Refresh"] = "true"
    return response


def _said(batch: FileBatch) -> str:
    """How far the work on a file is."""
    news = passage.progress_of(batch)
    if news is None:
        return _("It has just begun.")
    lines = int(news["lines"])
    return ngettext("One line read so far.", "%(number)s lines read so far.", lines) % {"number": number(lines)}
