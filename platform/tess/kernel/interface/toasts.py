"""Undo rather than confirm: a message with its way back.

    undoable(request, _("The record is closed."), reverse("desk:reopen", args=[record.pk]))

The way back is a POST to an address of this host; the view there answers as to any other form.
"""

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

from tess.kernel.interface.addresses import is_path

MARK = "undo:"


def undoable(request: HttpRequest, words: str, url: str) -> None:
    """Say that something is done, with a button that undoes it by a POST to `url`, a path of this host."""
    if not is_path(url):
        raise ValueError("the way back is a path of this host")
    messages.success(request, words, extra_tags=MARK + url)


def undo_url(message: Message) -> str:
    """Return where a message's way back is, or nothing."""
    tags = message.extra_tags or ""
    return tags.removeprefix(MARK) if tags.startswith(MARK) else ""
