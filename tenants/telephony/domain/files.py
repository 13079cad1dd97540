"""Is this file a file of calls at all? Looked at before a single line is read; each refusal says how to mend it."""

from __future__ import annotations

import codecs
import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tenants.telephony.models import Encoding
from tess.kernel.intake.files import (
    LARGEST,
    MOST_COLUMNS,
    FileRefused,
    beginning_of,
    delimiter_of,
    format_of,
    is_utf_16,
    too_large,
    utf_16_of,
)
from tess.kernel.intake.masking import mask_text

if TYPE_CHECKING:
    from pathlib import Path

# Asterisk's Master.csv has no header: it is known by its columns and by what it says of a call
ASTERISK_WIDTH = 18
ASTERISK_SAYS = ("ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION")


@dataclass(frozen=True, slots=True)
class Detected:
    """What a file seems to be. Proposed to the person, never taken for granted.

    `header` is the first line, which an Asterisk file doesn't have: it is empty then. Numbers are not masked yet.
    """

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    asterisk: bool


def check_kind(path: Path) -> None:
    """Raise FileRefused unless the file may be text with columns: not empty, not too large, no known binary format."""
    size = path.stat().st_size
    if size == 0:
        raise FileRefused("empty", _("This file is empty. Export it again from the telephone system."))
    if size > LARGEST:
        raise too_large(size)
    head = beginning_of(path)
    code = format_of(head)
    if code:
        raise FileRefused(code, _OTHER_FORMATS[code]())
    if head.count(0) * 20 > len(head) and not is_utf_16(head):  # a stray one costs its own line
        raise FileRefused(
            "binary", _("This file is not text: it holds bytes no CSV file has. Export the calls again, as CSV.")
        )


_OTHER_FORMATS = {
    "zip": lambda: _("This is a ZIP archive. Unpack it, then bring the CSV file it holds."),
    "excel": lambda: _("This is a spreadsheet. Open it and save it as CSV, then bring that file."),
    "gzip": lambda: _("This is a compressed file. Unpack it, then bring the CSV file it holds."),
    "pdf": lambda: _("This is a PDF document: it can't be read as calls. Export the calls as CSV."),
    "image": lambda: _("This is a picture: it can't be read as calls. Export the calls as CSV."),
}


def encoding_of(path: Path) -> str:
    """The encoding a file seems to be written in; an ASCII file is called UTF-8."""
    head = beginning_of(path)
    if is_utf_16(head):
        return Encoding.UTF_16.value
    if head.startswith(codecs.BOM_UTF8):
        return Encoding.UTF_8.value
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return Encoding.WINDOWS_1252.value
    return Encoding.UTF_8.value


def check_encoding(path: Path, said: str) -> None:
    """Raise FileRefused when the file is surely in another encoding than the profile says.

    A few odd letters are no proof: those lines alone are refused later.
    """
    found = encoding_of(path)
    if Encoding.UTF_16 in (found, said) and found != said:
        raise _other_encoding(found, said)
    # letters that make UTF-8 by chance don't exist in practice
    if found == Encoding.UTF_8 and said != found and not beginning_of(path).isascii():
        raise _other_encoding(found, said)


def _other_encoding(found: str, said: str) -> FileRefused:
    return FileRefused(
        "encoding",
        _("This file is written in %(found)s; the profile says %(said)s. Change the encoding in the profile.")
        % {"found": Encoding(found).label, "said": Encoding(said).label},
    )


def detect(path: Path, *, rows: int = 6) -> Detected:
    """Look at the first lines: encoding, separator, names of columns, a few rows. Raises FileRefused."""
    check_kind(path)
    encoding = encoding_of(path)
    head = beginning_of(path)
    codec = {Encoding.UTF_8: "utf-8-sig", Encoding.UTF_16: utf_16_of(head)}.get(Encoding(encoding), encoding)
    text = head.decode(codec, errors="replace")
    lines = [line[:10_000] for line in text.replace("\0", "").splitlines() if line.strip()][: rows + 1]
    delimiter = delimiter_of(lines)
    cut = [tuple(cell.strip() for cell in row[:MOST_COLUMNS]) for row in csv.reader(lines, delimiter=delimiter)]
    if cut and _is_master_csv(cut[0]):
        return Detected(encoding, delimiter, (), tuple(cut), asterisk=True)
    return Detected(encoding, delimiter, cut[0] if cut else (), tuple(cut[1:]), asterisk=False)


def _is_master_csv(first: tuple[str, ...]) -> bool:
    return len(first) == ASTERISK_WIDTH and any(cell in ASTERISK_SAYS for cell in first)


def names_shown(names: list[str] | tuple[str, ...]) -> str:
    """Names of columns as a sentence may quote them: short, and without a number if the file had no header after all."""
    shown = ", ".join(mask_text(name)[:40] or "–" for name in names[:12])
    return f"{shown}…" if len(names) > 12 else shown  # noqa: PLR2004
