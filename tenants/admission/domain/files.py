"""Where documents' contents stand: sealed files named by their id, apart from media, served by no web server.

Each dossier has a key of its own (see `tess.kernel.encryption`): destroying it erases its documents in backups too.
"""

from __future__ import annotations

import base64
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from tess.kernel import encryption

if TYPE_CHECKING:
    from uuid import UUID

    from tenants.admission.models import Document

LARGEST_MB = 10
LARGEST = LARGEST_MB * 1024 * 1024  # bytes of one document
MOST = 12  # documents of one dossier
EXPORTS = "exports"
_MODEL, _FIELD = "admission.Document", "content"


def folder() -> Path:
    """Where all dossiers' documents stand, and for a few days archives in clear, which no backup takes (EXPORTS)."""
    return Path(settings.ADMISSION_DIR)


def folder_of(candidacy_id: UUID) -> Path:
    """Where a dossier's documents stand; it may not exist yet."""
    return folder() / str(candidacy_id)


def keys_in_use(using: str) -> list[UUID]:
    """The dossiers whose documents need a key to be read, as the database `using` knows them."""
    from tenants.admission.models import Document

    found = Document.objects.using(using).order_by("candidacy_id").values_list("candidacy_id", flat=True)
    return list(found.distinct())


def write(document: Document, content: bytes) -> None:
    """Seal `content` and put it in place, whole or not at all."""
    encryption.create_key(document.candidacy_id)
    sealed = encryption.encrypt(
        base64.b64encode(content).decode(),
        organisation_id=document.candidacy_id,
        model=_MODEL,
        row_id=document.pk,
        field=_FIELD,
    )
    path = _path(document)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_suffix(".new")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(sealed)
        out.flush()
        os.fsync(out.fileno())
    partial.rename(path)


def read(document: Document) -> bytes:
    """The content again. Raises FileNotFoundError, KeyMissing."""
    text = encryption.decrypt(
        _path(document).read_bytes(),
        organisation_id=document.candidacy_id,
        model=_MODEL,
        row_id=document.pk,
        field=_FIELD,
    )
    return base64.b64decode(text)


def remove(document: Document) -> None:
    """One content goes; nothing happens when it is gone already."""
    _path(document).unlink(missing_ok=True)


def remove_all(candidacy_id: UUID) -> None:
    """All documents of a dossier and the key that opens them go, for good."""
    encryption.destroy_key(candidacy_id)
    shutil.rmtree(folder_of(candidacy_id), ignore_errors=True)


def _path(document: Document) -> Path:
    return folder_of(document.candidacy_id) / f"{document.pk}.sealed"
