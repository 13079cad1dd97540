"""Records of former years, from a file: sent, checked, loaded, undone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenants.desk import rules, tasks
from tenants.desk.domain import queries
from tenants.desk.domain.past import batches, own_words
from tenants.desk.forms.past import PastForm
from tenants.desk.models import AgeBand, Gender, Nature, PastRefusal, Relation, Risk, UnwantedKind
from tenants.desk.themes import THEMES
from tenants.telephony.models import Channel, Line
from tess.identity.guards import requires
from tess.kernel.errors import Conflict, DomainError
from tess.kernel.intake import passage, sending
from tess.kernel.intake.batch import BatchState
from tess.kernel.interface.paging import page_of
from tess.kernel.interface.spreadsheets import answer
from tess.kernel.interface.words import number

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from tenants.desk.models import PastImport

FILES = sending.Files(
    "desk:past",
    "desk:past_imports",
    "desk:past_progress",
    batches,
    tasks.check_past,
    tasks.load_past,
    at_once=512 * 1024,  # bytes: some five thousand records, or a workbook of more
)
_FIRST_REFUSALS = 20


@requires(rules.may_take_in_past)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All files, latest first."""
    page = page_of(request, queries.past_imports(), by="created_at", size=30)
    names = queries.names_of(batch.created_by for batch in page if batch.created_by)
    rows = [(batch, names.get(batch.created_by) if batch.created_by else None) for batch in page]
    return render(request, "desk/past_imports.html", {"page": page, "rows": rows})


@csrf_exempt  # checked below, once the way the file is received is chosen
@requires(rules.may_take_in_past)
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Send a file."""
    refused = sending.too_long(request)
    if refused:
        return _sending(request, PastForm(), status=413, refused=refused)
    request.upload_handlers = [TemporaryFileUploadHandler(request)]  # to disk as it comes, never whole in memory
    return _create(request)


@csrf_protect
def _create(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        lines = list(Line.objects.filter(active=True)[:2])
        return _sending(request, PastForm(initial={"line": lines[0] if len(lines) == 1 else None}))
    form = PastForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            batch = batches.receive(
                sent.chunks(),
                file_name=sent.name,
                line=form.cleaned_data["line"],
                channel=form.cleaned_data["channel"],
                actor=request.actor,
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return FILES.check(request, batch)
    return _sending(request, form, status=400)


def _sending(request: HttpRequest, form: PastForm, *, status: int = 200, refused: str = "") -> HttpResponse:
    context = {"form": form, "refused": refused, "columns": _columns()}
    return render(request, "desk/past_new.html", context, status=status)


def _columns() -> list[tuple[str, str, str]]:
    """What a file may hold: the name of a column, what stands in it, whether it is needed."""
    needed, useful = _("needed"), _("if you have it")
    return [
        (_("date"), _("31/12/2024, 2024-12-31, with or without the time"), needed),
        (_("nature"), _listed(Nature.labels), needed),
        (_("line"), _("the name or the number of the line"), useful),
        (_("time"), _("14:30 or 14h30, when the date doesn't hold it"), useful),
        (_("kind of unwanted"), _listed(UnwantedKind.labels), _("for unwanted contacts")),
        (_("channel"), _listed(Channel.labels), useful),
        (_("themes"), _listed([str(label) for label in THEMES.values()]), useful),
        (_("relation"), _listed(Relation.labels), useful),
        (_("age"), _("a number, or %(bands)s") % {"bands": _listed(AgeBand.labels)}, useful),
        (_("gender"), _listed(Gender.labels), useful),
        (_("departement"), "29, 2A, 974", useful),
        (_("risk"), _listed(Risk.labels), useful),
        (_("identifier"), _("your own number of the record: it is not kept, only recognised"), useful),
    ]


def _listed(labels: list[str]) -> str:
    return ", ".join(str(label) for label in labels)


@requires(rules.may_take_in_past)
@require_GET
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One file, whatever its state: under way, checked, loaded, undone, refused."""
    batch = batches.get_batch_for(request.actor, pk)
    first = list(batch.refused_lines.order_by("line_number")[:_FIRST_REFUSALS]) if batch.refused else []
    names = queries.names_of(user_id for user_id in (batch.created_by, batch.undone_by) if user_id)
    stuck = passage.is_stuck(batch)
    natures = batch.summary.get("natures", {})
    context = {
        "batch": batch,
        "by": names.get(batch.created_by, "") if batch.created_by else "",
        "undone_by": names.get(batch.undone_by, "") if batch.undone_by else "",
        "refusals": first,
        "more_refused": max(batch.refused - len(first), 0),
        "reasons": [(PastRefusal(reason).label, n) for reason, n in batch.summary.get("reasons", {}).items()],
        "first": _day(batch, "first_day"),
        "last": _day(batch, "last_day"),
        "natures": [(Nature(nature).label, n) for nature, n in natures.items()],
        "personal": batch.summary.get("personal", []),
        "others": batch.summary.get("others", []),
        "stuck": stuck,
        "progress": FILES.shown(batch) if passage.is_under_way(batch) and not stuck else None,
        "unknown_words": len(own_words.unknown_of(batch.pk)) if batch.refused else 0,
        "is_there": passage.is_there(batch),
        "same": queries.same_past_file(batch) if batch.state == BatchState.CHECKED else None,
    }
    return render(request, "desk/past.html", context)


def _day(batch: PastImport, name: str) -> date | None:
    written = batch.summary.get(name)
    return date.fromisoformat(written) if written else None


@requires(rules.may_take_in_past)
@require_GET
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far a file is, for the page that waits."""
    return FILES.waited(request, batches.get_batch_for(request.actor, pk))


@requires(rules.may_take_in_past)
@require_POST
def load(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Load what was checked."""
    return FILES.load(request, batches.get_batch_for(request.actor, pk))


@requires(rules.may_take_in_past)
@require_POST
def give_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete the file without loading it."""
    return FILES.give_up(request, batches.get_batch_for(request.actor, pk))


@requires(rules.may_take_in_past)
@require_POST
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on with a file that stopped on its way."""
    return FILES.resume(request, batches.get_batch_for(request.actor, pk))


@requires(rules.may_take_in_past)
@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a load back; the same file can be loaded again afterwards."""
    batch = batches.get_batch_for(request.actor, pk)
    try:
        gone = batches.undo(batch, actor=request.actor)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        said = ngettext(
            "The load is undone: its record is gone.", "The load is undone: its %(number)s records are gone.", gone
        )
        messages.success(request, said % {"number": number(gone)})
    return redirect("desk:past", batch.pk)


@requires(rules.may_take_in_past)
@require_GET
def refused_lines(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The refused lines as CSV: their numbers and why, nothing of what they said."""
    batch = batches.get_batch_for(request.actor, pk)
    lines = batch.refused_lines.order_by("line_number").iterator()
    return answer(
        f"fiches-refusees-{batch.created_at:%Y-%m-%d}.csv",
        [_("line number"), _("reason")],
        ([line.line_number, line.get_reason_display()] for line in lines),
    )
