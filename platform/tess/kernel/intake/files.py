"""What a file is, known from how it begins; each refusal says how to mend it."""

from __future__ import annotations

import codecs
import csv
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 100 * 1024 * 1024  # bytes; a day of a large line is under one million
MOST_COLUMNS = 200
_HEAD = 256 * 1024
_MEGABYTE = 1024 * 1024
_DELIMITERS = (";", ",", "\t", "|")


class FileRefused(DomainError):
    """The whole file is refused; nothing of it was kept. `code` names the reason for tests and logs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, field="file")
        self.code = code


def too_large(size: int) -> FileRefused:
    """The refusal of a file over the limit."""
    return FileRefused(
        "too_large",
        _(
            "This file weighs %(size)s MB; the limit is %(limit)s MB. Export fewer days at a time, "
            "and bring the files one after the other."
        )
        % {"size": size // _MEGABYTE, "limit": LARGEST // _MEGABYTE},
    )


_BEGINNINGS = (
    (b"\xd0\xcf\x11\xe0", "excel"),
    (b"\x1f\x8b", "gzip"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
)


def beginning_of(path: Path) -> bytes:
    """Enough of a file to know what it is."""
    with path.open("rb") as file:
        return file.read(_HEAD)


def format_of(head: bytes) -> str:
    """The known binary format a file that begins so has; "" when it may be text."""
    if head.startswith(b"PK\x03\x04"):
        parts = (b"[Content_Types].xml", b"docProps/", b"xl/", b"opendocument")  # whichever comes first
        return "excel" if any(part in head[:4096] for part in parts) else "zip"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image"
    return next((code for beginning, code in _BEGINNINGS if head.startswith(beginning)), "")


def is_utf_16(head: bytes) -> bool:
    """Whether a file that begins so is UTF-16, marked so or not."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    even, odd = head[0:4096:2].count(0), head[1:4096:2].count(0)
    half = max(len(head[:4096]) // 2, 1)
    return max(even, odd) > 0.4 * half and min(even, odd) == 0  # ASCII letters, every other byte nought


def utf_16_of(head: bytes) -> str:
    """The codec of a UTF-16 file that begins so: by its mark, else by which of two bytes are nought."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-16-be" if head[0:4096:2].count(0) > head[1:4096:2].count(0) else "utf-16-le"


def delimiter_of(lines: list[str]) -> str:
    """The separator that cuts these lines into the most columns, the same number in each."""

    def quality(delimiter: str) -> tuple[bool, int]:
        widths = {len(row) for row in csv.reader(lines, delimiter=delimiter) if row}
        return (len(widths) == 1, max(widths, default=0))

    return max(_DELIMITERS, key=quality)
