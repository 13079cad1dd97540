"""The files of an organisation: one folder each, so that exporting and erasing them is a walk."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from tess.kernel.tenancy import lifecycle

if TYPE_CHECKING:
    from uuid import UUID


def folder_of(organisation_id: UUID) -> Path:
    """Where an organisation's files stand (uploaded documents, reports made for it); it may not exist yet."""
    return Path(settings.MEDIA_ROOT) / "organisations" / str(organisation_id)


def files_of(organisation_id: UUID) -> list[Path]:
    """All of them, in a stable order."""
    return _files_in(folder_of(organisation_id))


def all_folders(organisation_id: UUID, schema: str) -> list[Path]:
    """Every folder with files of an organisation: its own, then those where apps keep some for a while."""
    return [folder_of(organisation_id), *lifecycle.folders_elsewhere(schema)]


def remove_files(organisation_id: UUID, schema: str) -> int:
    """Remove them all, wherever they stand; returns how many there were.

    Raises OSError when one can't be removed; the others are gone then.
    """
    folders = all_folders(organisation_id, schema)
    count = sum(len(_files_in(folder)) for folder in folders)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    for folder in folders:
        if folder.exists():
            try:
                shutil.rmtree(folder)  # again, to say what is in the way
            except OSError as error:
                raise OSError(f"{folder}: {error}") from error
    return count


def folders_left(organisation_id: UUID, schema: str) -> list[Path]:
    """The folders that still hold a file of an organisation."""
    return [folder for folder in all_folders(organisation_id, schema) if _files_in(folder)]


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
