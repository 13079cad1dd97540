"""Documents of a dossier: added once they were looked into, scanned, read by two kinds of people, each reading audited."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.admission.domain import files, inspection, scanning
from tenants.admission.domain.access import tell_coordinators
from tenants.admission.domain.steps import CANDIDATE, ENGINE, locked, note
from tenants.admission.models import Document, DocumentKind, Kind, Scan
from tess.kernel import audit, mail, outbox
from tess.kernel.errors import Conflict, DomainError, NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from tenants.admission.models import Candidacy
    from tess.kernel.actor import Actor


SCAN = "admission.document.scan"


def too_large() -> DomainError:
    """What is said of an upload past the bound."""
    return DomainError(
        _("This file is larger than %(most)s MB. Make it smaller (scan in grey, at 150 dpi), or send it in two parts.")
        % {"most": files.LARGEST_MB},
        field="file",
    )


def add(candidacy: Candidacy, *, kind: str, name: str, content: bytes) -> Document:
    """Keep a document of the dossier. Raises DomainError with what is wrong with it, Conflict when the dossier is sent."""
    if kind not in DocumentKind.values:
        raise DomainError(_("Say what this document is."), field="kind")
    if len(content) > files.LARGEST:
        raise too_large()
    try:
        told = inspection.inspected(content, name)
    except DomainError as error:
        raise DomainError(str(error), field="file") from None
    document = Document(
        candidacy=candidacy,
        kind=kind,
        name=inspection.harmless(name, told),
        media_type=told.media_type,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        scan=Scan.PENDING if scanning.is_on() else Scan.OFF,
    )
    try:
        _keep(document, content)
    except BaseException:
        files.remove(document)
        raise
    return document


@transaction.atomic
def _keep(document: Document, content: bytes) -> None:
    standing = locked(document.candidacy)
    if not standing.is_editable:
        raise Conflict(_("The dossier was sent: it can be changed again when the coordination asks a question."))
    if standing.documents.count() >= files.MOST:
        raise DomainError(
            _("There are %(most)s documents already. Remove one first.") % {"most": files.MOST}, field="file"
        )
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError:
        raise DomainError(_("This document is in the dossier already."), field="file") from None
    files.write(document, content)
    if document.scan == Scan.PENDING:
        outbox.post(SCAN, {"document": str(document.pk)}, organisation=None)
    note(standing, Kind.DOCUMENT_ADDED, CANDIDATE, document.name)
    audit.record(CANDIDATE, "admission.document.added", document, fields=["kind"])


def get_document_for(candidacy: Candidacy, pk: UUID) -> Document:
    """A document of this dossier. Raises NotFound."""
    found = candidacy.documents.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such document."))
    return found


def opened(document: Document, *, actor: Actor) -> bytes:
    """Its content, the reading written down first. Raises Conflict while a scan is due, or when it found something."""
    if not document.may_be_opened:
        raise Conflict(
            _("This document can't be opened: %(state)s.") % {"state": document.get_scan_display()}, field="file"
        )
    audit.record(actor, "admission.document.read", document)
    try:
        return files.read(document)
    except FileNotFoundError:
        raise NotFound(_("There is no such document.")) from None


@transaction.atomic
def remove(document: Document) -> None:
    """The candidate takes a document back. Raises Conflict when the dossier is sent."""
    standing = locked(document.candidacy)
    if not standing.is_editable:
        raise Conflict(_("The dossier was sent: it can be changed again when the coordination asks a question."))
    audit.record(CANDIDATE, "admission.document.removed", document)
    note(standing, Kind.DOCUMENT_REMOVED, CANDIDATE, document.name)
    Document.objects.filter(pk=document.pk).delete()
    transaction.on_commit(lambda: files.remove(document))


def scan(pk: UUID) -> None:
    """Have a pending document looked at by the scanner; nothing happens when it is gone or done.

    Raises ScannerSilent: the outbox tries again, the document stays closed until then.
    """
    document = Document.objects.select_for_update().select_related("candidacy").filter(pk=pk, scan=Scan.PENDING).first()
    if document is None:
        return
    found = scanning.finds_virus(files.read(document))
    document.scan, document.scanned_at = (Scan.INFECTED if found else Scan.CLEAN), timezone.now()
    document.save(update_fields=["scan", "scanned_at"])
    if found:
        note(document.candidacy, Kind.DOCUMENT_REFUSED, ENGINE, document.name)
        mail.post("admission.infected", {"document": str(document.pk)})
        tell_coordinators("admission.infected_too", document.candidacy)
    audit.record(ENGINE, "admission.document.scanned", document, fields=["scan"])
