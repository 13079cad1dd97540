"""At the collective's host, for those who direct a member: its data, all of them, to take along. A second factor is asked."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tenants.admission.domain import members, takeout
from tenants.admission.domain.queries import progress_of
from tenants.admission.domain.undertakings import latest_of
from tenants.admission.models import Task
from tenants.admission.views.waiting import waited
from tess.identity.guards import anyone_signed_in, requires
from tess.identity.second_factor import given, lead_to_second_factor
from tess.kernel.errors import Conflict
from tess.kernel.interface.home import Card
from tess.kernel.tenancy.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from tenants.admission.models import Candidacy


_PIECE = 64 * 1024  # bytes sent at once


def of_its_direction(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view of a member `pk`: given its file, for whoever directs it and gave a second factor; else 404."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: UUID, **more: Any) -> HttpResponseBase:
        found = takeout.get_led_by(request.actor, pk)
        if not given(request):
            return lead_to_second_factor(request)
        return view(request, found, **more)

    return requires(anyone_signed_in)(never_cache(guarded))


@of_its_direction
@require_GET
def show(request: HttpRequest, found: Candidacy) -> HttpResponse:
    """The archives there are, until when, and the way to another."""
    latest = latest_of(found, Task.EXPORT)
    under_way = latest if latest and latest.is_under_way else None
    context = {
        "organisation": found,
        "archives": [(each, members.kept_until(each)) for each in takeout.archives_of(found)],
        "progress": progress_of(under_way, reverse("admission:takeout_work", args=[found.pk])) if under_way else None,
        "stopped": latest is not None and latest.is_stopped,
        "days": members.EXPORT_DAYS,
    }
    return render(request, "admission/takeout.html", context)


@of_its_direction
@require_GET
def work(request: HttpRequest, found: Candidacy) -> HttpResponse:
    """How far the archive is."""
    return waited(request, latest_of(found, Task.EXPORT), next_url=reverse("admission:takeout", args=[found.pk]))


@of_its_direction
@require_POST
def ask(request: HttpRequest, found: Candidacy) -> HttpResponse:
    """Have an archive made."""
    try:
        takeout.ask(found, actor=request.actor)
    except Conflict as error:
        messages.error(request, str(error))
    return redirect("admission:takeout", found.pk)


@of_its_direction
@require_GET
def archive(request: HttpRequest, found: Candidacy, work_pk: UUID) -> StreamingHttpResponse:
    """The archive itself, as a download; it counts as fetched once its last byte left."""
    path, actor = takeout.fetch(found.pk, work_pk, actor=request.actor), request.actor

    def pieces() -> Iterator[bytes]:
        with path.open("rb") as read:
            while piece := read.read(_PIECE):
                yield piece
        with connection.as_application():
            takeout.fetched(found.pk, work_pk, actor=actor)

    return StreamingHttpResponse(
        pieces(),
        content_type="application/zip",
        headers={
            "Content-Disposition": content_disposition_header(True, f"{found.slug}.zip"),
            "Content-Length": path.stat().st_size,
        },
    )


def card(request: HttpRequest) -> Card | None:
    """On the collective's home page, to those who direct a member: its data are theirs to take along."""
    led = takeout.led_by(request.actor)
    return Card("admission/takeout_card.html", {"led": led}) if led else None
