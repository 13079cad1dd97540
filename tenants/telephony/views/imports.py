"""Bring a file of calls: sent, checked, loaded, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenants.telephony import rules, tasks
from tenants.telephony.domain import batches, queries, undoing
from tenants.telephony.forms.file import FileForm
from tenants.telephony.models import ImportBatch, RefusalReason
from tess.identity.guards import requires
from tess.kernel.errors import Conflict, DomainError
from tess.kernel.intake import passage, sending
from tess.kernel.intake.batch import BatchState
from tess.kernel.interface.charts import Hour, stacked_hours
from tess.kernel.interface.paging import page_of
from tess.kernel.interface.spreadsheets import answer

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


_FIRST_REFUSALS = 20
FILES = sending.Files(
    "telephony:import", "telephony:imports", "telephony:import_progress", batches, tasks.check_batch, tasks.load_batch
)


@requires(rules.may_import_calls)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All imports, latest first."""
    page = page_of(request, queries.batches(), by="created_at", size=30)
    names = queries.names_of(batch.created_by for batch in page)
    rows = [(batch, names.get(batch.created_by)) for batch in page]
    return render(request, "telephony/imports.html", {"page": page, "rows": rows})


@csrf_exempt  # checked below, once the way the file is received is chosen
@requires(rules.may_import_calls)
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Send a file."""
    refused = sending.too_long(request)
    if refused:
        context = {"form": FileForm(), "profiles": True, "refused": refused}
        return render(request, "telephony/import_new.html", context, status=413)
    request.upload_handlers = [TemporaryFileUploadHandler(request)]  # to disk as it comes, never whole in memory
    return _create(request)


@csrf_protect
def _create(request: HttpRequest) -> HttpResponse:
    profiles = list(queries.profiles())
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            batch = batches.receive(
                sent.chunks(),
                file_name=sent.name,
                profile=form.cleaned_data["profile"],
                day=form.cleaned_data["day"],
                actor=request.actor,
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return FILES.check(request, batch)
    status = 400 if form.errors else 200
    return render(request, "telephony/import_new.html", {"form": form, "profiles": profiles}, status=status)


@requires(rules.may_import_calls)
@require_GET
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One import, whatever its state: under way, checked, loaded, undone, refused."""
    batch = batches.get_batch_for(request.actor, pk)
    first = list(batch.refused_lines.order_by("line_number")[:_FIRST_REFUSALS]) if batch.refused else []
    names = queries.names_of([batch.created_by, batch.undone_by])
    stuck, under_way = passage.is_stuck(batch), passage.is_under_way(batch)
    return render(
        request,
        "telephony/import.html",
        {
            "batch": batch,
            "by": names.get(batch.created_by, ""),
            "undone_by": names.get(batch.undone_by, ""),
            "refusals": first,
            "more_refused": max(batch.refused - len(first), 0),
            "reasons": [(RefusalReason(r).label, n) for r, n in batch.summary.get("reasons", {}).items()],
            "answered": batch.summary.get("outcomes", {}).get("answered", 0),
            "accepted": batch.loaded + batch.known,
            "chart": _chart(batch),
            "stuck": stuck,
            "progress": FILES.shown(batch) if under_way and not stuck else None,
            "is_there": passage.is_there(batch),
            "same": queries.same_file(batch) if batch.state == BatchState.CHECKED else None,
        },
    )


@requires(rules.may_import_calls)
@require_GET
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far an import is, for the page that waits."""
    return FILES.waited(request, batches.get_batch_for(request.actor, pk))


def _chart(batch: ImportBatch) -> Any:
    by_hour = {hour: figures for hour, *figures in batch.summary.get("hours", [])}
    if not by_hour:
        return None
    hours = [Hour(hour, *by_hour.get(hour, (0, 0, 0))) for hour in range(min(by_hour), max(by_hour) + 1)]
    return stacked_hours(_("Calls of this file, by hour"), hours)


@requires(rules.may_import_calls)
@require_POST
def load(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Load what was checked."""
    return FILES.load(request, batches.get_batch_for(request.actor, pk))


@requires(rules.may_import_calls)
@require_POST
def give_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete the file without loading it."""
    return FILES.give_up(request, batches.get_batch_for(request.actor, pk))


@requires(rules.may_import_calls)
@require_POST
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on with an import that stopped on its way."""
    return FILES.resume(request, batches.get_batch_for(request.actor, pk))


@requires(rules.may_import_calls)
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a load back, after saying what that does."""
    batch = batches.get_batch_for(request.actor, pk)
    if request.method == "GET":
        kept = len(undoing.kept_calls(batch))
        context = {"batch": batch, "kept": kept, "going": batch.loaded - kept}
        return render(request, "telephony/undo.html", context)
    try:
        done = undoing.undo(batch, actor=request.actor)
    except Conflict as error:
        messages.error(request, str(error))
        return redirect("telephony:import", batch.pk)
    if done.kept:
        return render(request, "telephony/undone.html", {"batch": batch, "done": done})
    messages.success(request, _("The load is undone: its calls are gone."))
    return redirect("telephony:import", batch.pk)


@requires(rules.may_import_calls)
@require_GET
def refused_lines(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The refused lines as CSV: numbers masked, nothing a spreadsheet would run."""
    batch = batches.get_batch_for(request.actor, pk)
    lines = batch.refused_lines.order_by("line_number").iterator()
    return answer(
        f"lignes-refusees-{batch.created_at:%Y-%m-%d}.csv",
        [_("line"), _("reason"), _("content, numbers masked")],
        ([line.line_number, line.get_reason_display(), line.masked_text] for line in lines),
    )
