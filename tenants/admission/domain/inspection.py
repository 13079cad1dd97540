"""What an upload really is, told from its content; what could harm whoever opens it is refused, with the reason.

The whole content is in memory, bounded by `files.LARGEST`; nothing is ever decoded or unpacked beyond fixed bounds.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import filetype
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from tenants.admission.domain import archives, pdf
from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_PIXELS = 40_000_000  # a page scanned at 600 dpi has 35 million
_LONGEST_NAME = 100
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A type we accept: what people call it, how its files end."""

    media_type: str
    called: str
    endings: tuple[str, ...]


PDF = Kind("application/pdf", "PDF", ("pdf",))
PNG = Kind("image/png", "PNG", ("png",))
JPEG = Kind("image/jpeg", "JPEG", ("jpg", "jpeg"))
DOCX = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word (DOCX)", ("docx",))
XLSX = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel (XLSX)", ("xlsx",))
ODT = Kind("application/vnd.oasis.opendocument.text", "OpenDocument (ODT)", ("odt",))
ACCEPTED = (PDF, PNG, JPEG, DOCX, XLSX, ODT)
BY_TYPE = {each.media_type: each for each in ACCEPTED}


def inspected(content: bytes, name: str) -> Kind:
    """The type of `content`, fit to be kept. Raises DomainError with what is wrong and how to mend it."""
    if not content:
        raise DomainError(
            _("This file is empty. Perhaps it was not copied to its end: open it to see, then send it again.")
        )
    kind = _told(content)
    _CHECKS[kind](content)
    claimed = PurePosixPath(name.replace("\\", "/")).suffix.lstrip(".").lower()
    if claimed and claimed not in kind.endings:
        raise DomainError(
            _(
                "The name says “.%(claimed)s” but the content is %(kind)s. Save it again under its right type, then send it."
            )
            % {"claimed": claimed[:10], "kind": kind.called}
        )
    return kind


def _told(content: bytes) -> Kind:
    found = filetype.guess_mime(content[:8192])
    if content[:5] == b"%PDF-":
        return PDF
    if found in {PNG.media_type, JPEG.media_type}:
        return BY_TYPE[found]
    if content[:4] == b"PK\x03\x04":
        inner = archives.media_type_of(content)
        if inner in BY_TYPE:
            return BY_TYPE[inner]
        raise DomainError(_("This is an archive (ZIP). Send the documents it holds, one at a time."))
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in head or head.startswith(b"<?xml"):
        raise DomainError(_("SVG drawings may carry programs and are not accepted. Export yours as PDF or PNG."))
    if head.startswith((b"<!doctype", b"<html", b"<script")):
        raise DomainError(_("This is a web page. Print it to a PDF and send that."))
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise DomainError(_("This is an old Office file (DOC, XLS), which may carry macros. Save it as PDF or DOCX."))
    if content[:2] == b"MZ" or content[:4] == b"\x7fELF" or content[:2] == b"#!":
        raise DomainError(_("This is a program, not a document."))
    raise DomainError(_("We don't recognise this file. PDF, PNG, JPEG, DOCX, XLSX and ODT are accepted."))


def _check_picture(content: bytes) -> None:
    """The sizes it declares are read before anything is decoded; nothing is decoded at all."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
                width, height = picture.size
                if width * height > MOST_PIXELS:
                    raise DomainError(_too_many_pixels(width, height))
                picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise DomainError(_("This picture has far too many pixels. Make it smaller, or print it to a PDF.")) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise DomainError(_("This picture is damaged: open it, save it again, then send it.")) from None


def _too_many_pixels(width: int, height: int) -> str:
    return _("This picture is %(width)s × %(height)s pixels: more than a page needs. Make it smaller.") % {
        "width": width,
        "height": height,
    }


_CHECKS: dict[Kind, Callable[[bytes], None]] = {
    PDF: pdf.check,
    PNG: _check_picture,
    JPEG: _check_picture,
    DOCX: archives.check,
    XLSX: archives.check,
    ODT: archives.check,
}


def harmless(name: str, kind: Kind) -> str:
    """A name to show and to give back: no path, no invisible or bidirectional sign, the ending its content deserves."""
    base = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    visible = "".join(letter for letter in base if unicodedata.category(letter) not in _INVISIBLE)
    stem = re.sub(r'[<>:"|?*%;]+', " ", visible)
    for ending in kind.endings:
        stem = re.sub(rf"\.{ending}$", "", stem, flags=re.IGNORECASE)
    stem = " ".join(stem.strip(" .").split())[:_LONGEST_NAME].strip(" .") or "document"
    return f"{stem}.{kind.endings[0]}"
