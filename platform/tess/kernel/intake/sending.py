"""What pages that take files have in common: too long a file, work within the request or by a task, how far it is."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from kombu.exceptions import OperationalError

from tess.kernel.errors import Conflict, DomainError
from tess.kernel.intake import passage
from tess.kernel.intake.batch import BatchState, FileBatch
from tess.kernel.intake.files import LARGEST, too_large
from tess.kernel.interface.pieces import Progress
from tess.kernel.interface.words import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from tess.kernel.actor import Actor

Batch = TypeVar("Batch", bound=FileBatch)
Batch_contra = TypeVar("Batch_contra", bound=FileBatch, contravariant=True)
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


class Verbs(Protocol[Batch_contra]):
    """What is done with files of one kind; a module of such functions is one."""

    def run_check(self, batch: Batch_contra, *, actor: Actor) -> None:
        """Say what loading it would do."""

    def run_load(self, batch: Batch_contra, *, actor: Actor) -> None:
        """Load it."""

    def give_up(self, batch: Batch_contra, *, actor: Actor) -> None:
        """Delete the file without loading it."""


@dataclass(frozen=True, slots=True)
class Files(Generic[Batch]):
    """The pages of one kind of files: their routes, the module of their verbs, and the tasks for those that take long.

    A file of up to `at_once` bytes (None: AT_ONCE) is read within the request.
    """

    one: str
    every: str
    progress: str
    verbs: Verbs[Batch]
    check_task: Any
    load_task: Any
    at_once: int | None = None

    def check(self, request: HttpRequest, batch: Batch) -> HttpResponse:
        """Check a file, for the first time or once more; then its page."""
        try:
            passage.begin_check(batch)
        except Conflict as error:
            messages.error(request, str(error))
        else:
            self._do(request, batch, self.verbs.run_check, self.check_task)
        return redirect(self.one, batch.pk)

    def load(self, request: HttpRequest, batch: Batch) -> HttpResponse:
        """Load what was checked; then its page."""
        try:
            passage.begin_load(batch)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            self._do(request, batch, self.verbs.run_load, self.load_task)
        return redirect(self.one, batch.pk)

    def give_up(self, request: HttpRequest, batch: Batch) -> HttpResponse:
        """Delete the file without loading it; then the list."""
        try:
            self.verbs.give_up(batch, actor=request.actor)
        except Conflict as error:
            messages.error(request, str(error))
            return redirect(self.one, batch.pk)
        messages.success(request, _("The file is deleted; nothing of it was loaded."))
        return redirect(self.every)

    def resume(self, request: HttpRequest, batch: Batch) -> HttpResponse:
        """Go on with work that stopped on its way."""
        try:
            passage.resume(batch)
        except Conflict as error:
            messages.error(request, str(error))
            return redirect(self.one, batch.pk)
        return self.check(request, batch) if batch.state == BatchState.RECEIVED else redirect(self.one, batch.pk)

    def shown(self, batch: Batch) -> Progress:
        """How far the work on a file is, for its page."""
        return progress_of(batch, reverse(self.progress, args=[batch.pk]))

    def waited(self, request: HttpRequest, batch: Batch) -> HttpResponse:
        """What the page that waits is given; once the work is done or stuck, that page is loaded again."""
        found = self.shown(batch)
        response = render(request, "kernel/progress.html", {"progress": found})
        if not found.under_way:
            response["HX-Refresh"] = "true"
        return response

    def _do(self, request: HttpRequest, batch: Batch, now: Callable[..., None], task: Any) -> None:
        """A small file at once; a longer one by the task, or at once too when the broker doesn't answer."""
        if batch.size > (AT_ONCE if self.at_once is None else self.at_once):
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
    """How far the work on a file is; `url` answers with `Files.waited`."""
    return Progress(
        url=url,
        label=_("How far the import is"),
        said=_said(batch),
        under_way=passage.is_under_way(batch) and not passage.is_stuck(batch),
        text=_("You may leave this page: the work goes on without it."),
    )


def _said(batch: FileBatch) -> str:
    """How far the work on a file is."""
    news = passage.progress_of(batch)
    if news is None:
        return _("It has just begun.")
    lines = int(news["lines"])
    return ngettext("One line read so far.", "%(number)s lines read so far.", lines) % {"number": number(lines)}
