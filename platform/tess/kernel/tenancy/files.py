"""The files of an organisation: one folder each, so that exporting and erasing them is a walk."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from uuid import UUID


def folder_of(organisation_id: UUID) -> Path:
    """Where an organisation's files stand (uploaded documents, reports made for it); it may not exist yet."""
    return Path(settings.MEDIA_ROOT) / "organisations" / str(organisation_id)


def files_of(organisation_id: UUID) -> list[Path]:
    """All of them, in a stable order."""
    return sorted(path for path in folder_of(organisation_id).rglob("*") if path.is_file())


def remove_files(organisation_id: UUID) -> int:
    """Remove them all; returns how many there were."""
    count = len(files_of(organisation_id))
    if folder_of(organisation_id).exists():
        shutil.rmtree(folder_of(organisation_id))
    return count
