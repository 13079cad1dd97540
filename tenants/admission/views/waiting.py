"""How far some work is: the fragment a page asks for until its end, the same for candidate, coordination and direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _

from tenants.admission.domain.queries import progress_of
from tess.kernel.errors import NotFound

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tenants.admission.models import Undertaking


def waited(request: HttpRequest, undertaking: Undertaking | None, *, next_url: str) -> HttpResponse:
    """The fragment at this address; at the work's end it leads to `next_url`. Raises NotFound when nothing was asked for."""
    if undertaking is None:
        raise NotFound(_("There is no such page."))
    shown = progress_of(undertaking, request.path, next_url=next_url, next_label=_("What comes next"))
    return render(request, "kernel/progress.html", {"progress": shown})
