"""The bytes of a file between its arrival and its load: a private file, an hour at most, then nothing."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from tess.kernel.intake.files import LARGEST, too_large

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

LIFETIME = 3600  # seconds


def folder_of(schema: str) -> Path:
    """Where the bytes of all batches of the organisation with that schema are."""
    return Path(settings.IMPORTS_DIR, schema)


def path_of(batch_id: UUID) -> Path:
    """Where the bytes of a batch of the organisation in force are, while they are."""
    return folder_of(connection.schema_name) / f"{batch_id}.csv"  # type: ignore[attr-defined]  # our backend's


def write(batch_id: UUID, blocks: Iterable[bytes]) -> tuple[int, str]:
    """Keep the bytes; returns their number and SHA-256. Raises FileRefused over the limit, and keeps nothing then."""
    path = path_of(batch_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    size, found = 0, hashlib.sha256()
    path.touch(mode=0o600)
    try:
        with path.open("wb") as file:
            for block in _within_limit(blocks):
                size += len(block)
                found.update(block)
                file.write(block)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return size, found.hexdigest()


def _within_limit(blocks: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for block in blocks:
        size += len(block)
        if size > LARGEST:
            raise too_large(size)
        yield block


def forget(batch_id: UUID) -> None:
    """Delete the bytes of a batch."""
    path_of(batch_id).unlink(missing_ok=True)


def sweep() -> int:
    """Delete every file older than an hour, of all organisations; returns how many."""
    oldest = time.time() - LIFETIME
    gone = 0
    for path in Path(settings.IMPORTS_DIR).glob("*/*.csv"):
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
                gone += 1
        except FileNotFoundError:  # another sweep, or its load, was faster
            continue
    return gone
