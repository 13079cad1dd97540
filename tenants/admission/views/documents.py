"""The documents of a dossier, for its candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenants.admission.domain import documents, files, inspection
from tenants.admission.domain.candidacies import missing_documents
from tenants.admission.domain.steps import CANDIDATE
from tenants.admission.forms.document import DocumentForm
from tenants.admission.views.keys import with_key
from tess.kernel.errors import Conflict, DomainError

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from tenants.admission.models import Candidacy, Document
    from tess.kernel.actor import Actor

_AROUND = 64 * 1024  # bytes of a form besides its file
_READ_FOR_NOTHING = 64  # MB: a browser cut off while it sends shows no page


class InMemory(FileUploadHandler):
    """One file, in memory and never on disk in clear; past the bound the upload stops there, wherever it was to end."""

    count = 0  # bytes that came

    def new_file(self, *args: Any, **more: Any) -> None:
        super().new_file(*args, **more)
        self.held: list[bytes] = []

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        self.count += len(raw_data)
        if self.count > files.LARGEST:
            self.held.clear()
            raise StopUpload(connection_reset=False)
        self.held.append(raw_data)

    def file_complete(self, file_size: int) -> SimpleUploadedFile:  # noqa: ARG002
        return SimpleUploadedFile(self.file_name or "document", b"".join(self.held), self.content_type or "")


@csrf_exempt  # checked below, once the way the file is received is chosen
@with_key
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest, candidacy: Candidacy) -> HttpResponse:
    """The documents there are, and one more."""
    if request.method == "POST":
        announced = int(request.META.get("CONTENT_LENGTH") or 0)
        if announced > files.LARGEST + _AROUND:
            _let_it_pass(request)
            form = DocumentForm()
            return _page(request, candidacy, form, status=413, refused=str(documents.too_large()))
        request.upload_handlers = [received := InMemory(request)]
        return _index(request, candidacy, received)
    return _index(request, candidacy)


def _let_it_pass(request: HttpRequest) -> None:
    """Read what a browser still sends, a piece at a time and keeping none, so that it shows the answer."""
    for _megabyte in range(_READ_FOR_NOTHING):
        if not request.read(1024 * 1024):
            return


@csrf_protect
def _index(request: HttpRequest, candidacy: Candidacy, received: InMemory | None = None) -> HttpResponse:
    form = DocumentForm(request.POST, request.FILES) if received else DocumentForm()
    if received and received.count > files.LARGEST:  # cut on its way
        return _page(request, candidacy, DocumentForm(), status=413, refused=str(documents.too_large()))
    if received and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            added = documents.add(candidacy, kind=form.cleaned_data["kind"], name=sent.name, content=sent.read())
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("“%(name)s” is in the dossier.") % {"name": added.name})
            return redirect("admission:documents", candidacy.pk)
    return _page(request, candidacy, form, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, candidacy: Candidacy, form: DocumentForm, *, status: int, refused: str = ""
) -> HttpResponse:
    context = {
        "candidacy": candidacy,
        "form": form,
        "refused": refused,
        "documents": list(candidacy.documents.all()),
        "missing": missing_documents(candidacy),
        "accepted": [each.called for each in inspection.ACCEPTED],
        "most": files.MOST,
        "megabytes": files.LARGEST_MB,
    }
    return render(request, "admission/documents.html", context, status=status)


@with_key
@require_GET
def download(request: HttpRequest, candidacy: Candidacy, document_pk: UUID) -> HttpResponse:
    """One's own document, as a download."""
    try:
        return handed(documents.get_document_for(candidacy, document_pk), actor=CANDIDATE)
    except Conflict as error:
        messages.error(request, str(error))
        return redirect("admission:documents", candidacy.pk)


def handed(document: Document, *, actor: Actor) -> HttpResponse:
    """A document as a download that no browser runs or guesses at."""
    content = documents.opened(document, actor=actor)
    response = HttpResponse(content, content_type=document.media_type)
    response["Content-Disposition"] = content_disposition_header(True, document.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store, private"
    return response


@with_key
@require_POST
def remove(request: HttpRequest, candidacy: Candidacy, document_pk: UUID) -> HttpResponse:
    """Take a document back."""
    document = documents.get_document_for(candidacy, document_pk)
    try:
        documents.remove(document)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("“%(name)s” is gone.") % {"name": document.name})
    return redirect("admission:documents", candidacy.pk)
