"""Office documents are ZIP archives: told by their structure, refused when they are bombs, carry macros or call home."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib

from django.utils.translation import gettext as _

from tess.kernel.errors import DomainError

MOST_ENTRIES = 2_000
MOST_BYTES = 150 * 1024 * 1024  # unpacked, as declared
MOST_RATIO = 200  # of one entry; text packs 20 times, a bomb a thousand times
_PEEK = 512 * 1024  # bytes read of one entry, at most
_MACROS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|Basic/|Scripts/|activeX/)", re.IGNORECASE)
_PROGRAMS = re.compile(r"\.(exe|dll|js|vbs|bat|cmd|ps1|scr|jar|hta|lnk)$", re.IGNORECASE)
_LINK = re.compile(r"""<(?:[\w.-]+:)?Relationship\b(?:[^"'<>]|"[^"<]*"|'[^'<]*')*>""")
_PARTS_OF_IT = re.compile(r"relationships/(attachedTemplate|oleObject|frame|subDocument)\b")
_FROM_ELSEWHERE = re.compile(r"""TargetMode\s*=\s*["']External["']""")
_OFFICE = {
    b"wordprocessingml.document.main+xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"spreadsheetml.sheet.main+xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def media_type_of(content: bytes) -> str:
    """What the archive is by its own account: its first entry (OpenDocument) or its list of parts (Office); "" if none.

    Raises DomainError when it can't be read.
    """
    with _opened(content) as archive:
        names = archive.namelist()
        if names and names[0] == "mimetype":
            return _peek(archive, "mimetype").decode("ascii", "replace").strip()
        if "[Content_Types].xml" not in names:
            return ""
        parts = _peek(archive, "[Content_Types].xml")
        if b"macroEnabled" in parts:
            raise DomainError(_("This document carries macros. Save it without them, or as PDF."))
        return next((media_type for mark, media_type in _OFFICE.items() if mark in parts), "")


def check(content: bytes) -> None:
    """Raises DomainError when the archive is a bomb, is locked, or carries what could run."""
    with _opened(content) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES:
            raise DomainError(_bomb())
        if sum(each.file_size for each in entries) > MOST_BYTES:
            raise DomainError(_bomb())
        if sum(each.compress_size for each in entries) > len(content):  # entries that overlap
            raise DomainError(_bomb())
        for each in entries:
            if each.file_size > 1024 * 1024 and each.file_size > MOST_RATIO * max(each.compress_size, 1):
                raise DomainError(_bomb())
            if each.flag_bits & 0x1:
                raise DomainError(_("This document is locked with a password. Save it without one."))
            if _MACROS.search(each.filename):
                raise DomainError(_("This document carries macros. Save it without them, or as PDF."))
            if _PROGRAMS.search(each.filename) or each.filename.startswith(("/", "\\")) or ".." in each.filename:
                raise DomainError(_("This document carries something that isn't a text or a picture. Save it as PDF."))
        _stays_at_home(archive)


def _stays_at_home(archive: zipfile.ZipFile) -> None:
    """No part is fetched from elsewhere. However the lists of links are written: what can't be read plainly is refused."""
    for entry in archive.infolist():
        if not entry.filename.lower().endswith(".rels"):
            continue
        try:
            links = _peek(archive, entry.filename).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise DomainError(_fetches()) from None
        if entry.file_size > _PEEK or "\0" in links or "<!" in links.replace("<!--", ""):
            raise DomainError(_fetches())
        for link in map(html.unescape, _LINK.findall(links)):
            if _FROM_ELSEWHERE.search(link) and _PARTS_OF_IT.search(link):
                raise DomainError(_fetches())


def _fetches() -> str:
    return _("This document fetches a part of itself from elsewhere. Save it as PDF.")


def _bomb() -> str:
    return _("Unpacked, this document would be enormous: it can't be what it says. Save it again, or as PDF.")


def _damaged() -> DomainError:
    return DomainError(_("This document is damaged: open it, save it again, then send it."))


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise _damaged() from None
    names = [name.lower() for name in archive.namelist()]
    if len(set(names)) < len(names):  # which of the two a reader takes, we can't know
        raise _damaged()
    return archive


def _peek(archive: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of an entry."""
    try:
        with archive.open(name) as entry:
            return entry.read(_PEEK)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, zlib.error, EOFError, OSError, ValueError):
        raise _damaged() from None
