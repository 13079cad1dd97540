"""A file as a table: CSV however it is separated and encoded, or the first sheet of an XLSX workbook.

A record may run over several physical lines, for a note in quotation marks does; it goes by the number of its first one. A
quotation mark that is never closed costs its own line and not all that follow.
"""

from __future__ import annotations

import csv
import errno
import io
import os
import zipfile
from collections import deque
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from tenants.desk.domain.past.words import role_of
from tenants.desk.models import PastRefusal
from tess.kernel.intake.files import (
    LARGEST,
    MOST_COLUMNS,
    FileRefused,
    beginning_of,
    format_of,
    is_utf_16,
    too_large,
    utf_16_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST = 64 * 1024  # characters of a record
_LONGEST_READ = 4 * LONGEST + 8  # bytes: a letter is four at most
_MOST_LINES = 60  # physical lines of a record
_DELIMITERS = (";", ",", "\t", "|")
_MOST_UNPACKED = 100 * 1024 * 1024  # bytes of a workbook's parts
_MOST_PARTS = 500

Line = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file that can be read: the names of its columns, and what follows them."""

    path: Path
    delimiter: str
    header: tuple[str, ...]

    def rows(self) -> Iterator[tuple[int, list[str] | PastRefusal]]:
        """Every record once, with the number of its first line: its cells, or why it can't be cut into them."""
        lines = _Lines(self.path)
        is_header = True
        while (line := lines.take()) is not None:
            if not line[1].strip():
                continue
            found = _record(line, lines, self.delimiter, len(self.header))
            if is_header:
                is_header = False
            elif isinstance(found, PastRefusal) or any(cell.strip() for cell in found):
                yield line[0], found


def open_table(path: Path) -> Table:
    """Look at a file and at its first line; a workbook is made into text first. Raises FileRefused."""
    size = path.stat().st_size
    if size > LARGEST:
        raise too_large(size)
    head = beginning_of(path)
    if not head:
        raise FileRefused("empty", _("This file is empty. Export it again."))
    if head.startswith(b"PK\x03\x04"):
        _make_text(path)
    elif format_of(head) or (head.count(0) * 20 > len(head) and not is_utf_16(head)):
        raise _not_a_table()
    lines = _Lines(path)
    while (first := lines.take()) is not None and not first[1].strip():
        pass
    if first is None:
        raise FileRefused("empty", _("This file is empty. Export it again."))
    delimiter = max(_DELIMITERS, key=lambda mark: _known_columns(first[1], mark))
    header = _cut(first[1], delimiter)
    if header is None or len(header) > MOST_COLUMNS:
        raise _not_a_table()
    while header and not header[-1].strip():
        header.pop()
    return Table(path, delimiter, tuple(name.strip() for name in header))


def _known_columns(line: str, delimiter: str) -> tuple[int, int]:
    names = _cut(line, delimiter) or []
    return sum(role_of(name) is not None for name in names), len(names)


def _not_a_table() -> FileRefused:
    return FileRefused("not_a_table", _("This file is not a table. Export the records as CSV or as XLSX."))


def _record(first: Line, lines: _Lines, delimiter: str, width: int) -> list[str] | PastRefusal:
    """The cells of the record that begins with `first`, which takes the lines it runs over."""
    _number, text = first
    fault = _fault(text)
    if fault is not None:
        return fault
    row = _cut(text, delimiter)
    if row is None:
        row = _cut_over_lines(text, lines, delimiter)
    if row is None:
        return PastRefusal.QUOTE
    while len(row) > width and not row[-1].strip():
        row.pop()
    return row if len(row) == width else PastRefusal.COLUMNS


def _cut_over_lines(text: str, lines: _Lines, delimiter: str) -> list[str] | None:
    """A quotation mark is open: it is closed some lines further, or not at all; then those lines are given back."""
    taken: list[Line] = []
    length = len(text)
    while len(taken) < _MOST_LINES and (line := lines.take()) is not None:
        taken.append(line)
        length += len(line[1]) + 1
        if length > LONGEST or _fault(line[1]) is not None:
            break
        if line[1].count('"') % 2:
            row = _cut("\n".join([text, *(more for _number, more in taken)]), delimiter)
            if row is not None:
                return row
    lines.give_back(taken)
    return None


def _cut(text: str, delimiter: str) -> list[str] | None:
    """The cells of a record; None when a quotation mark is open, or stands where none may."""
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _fault(text: str) -> PastRefusal | None:
    if len(text) > LONGEST:
        return PastRefusal.TOO_LONG
    if "\0" in text:
        return PastRefusal.BINARY
    return PastRefusal.ENCODING if "\ufffd" in text else None


class _Lines:
    """The physical lines of a file with their numbers; each is read by its own encoding, for files are put together."""

    def __init__(self, path: Path) -> None:
        self._lines = _decoded(path)
        self._back: deque[Line] = deque()

    def take(self) -> Line | None:
        """The next line; None at the end."""
        return self._back.popleft() if self._back else next(self._lines, None)

    def give_back(self, lines: list[Line]) -> None:
        """Let these lines come again."""
        self._back.extendleft(reversed(lines))


def _decoded(path: Path) -> Iterator[Line]:
    head = beginning_of(path)
    wide = is_utf_16(head)
    # Latin-1 keeps every byte as it is until its line is decoded for good
    with path.open(encoding=utf_16_of(head) if wide else "latin-1", errors="replace") as file:
        number, is_start = 0, True
        while text := file.readline(_LONGEST_READ):
            starts, is_start = is_start, text.endswith("\n")
            if not starts:
                continue  # the rest of a line that is too long
            number += 1
            yield number, (text if wide else _read(text.encode("latin-1"))).removeprefix("\ufeff").removesuffix("\n")


def _read(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _make_text(path: Path) -> None:
    """Put a workbook's first sheet, as CSV, in the place of the workbook: a line of the one is a line of the other."""
    stat = path.stat()
    partial = path.with_suffix(".part.csv")  # swept like the others, should the work die here
    try:
        _check_parts(path)
        with path.open("rb") as file:  # by its bytes: its name is ours
            _write_sheet(load_workbook(file, read_only=True, data_only=True, keep_links=False), partial)
    except Exception as error:  # a broken workbook breaks the reader anywhere
        partial.unlink(missing_ok=True)
        if isinstance(error, FileRefused) or getattr(error, "errno", None) == errno.ENOSPC:
            raise
        raise FileRefused(
            "workbook", _("This workbook can't be opened. Save it again, or export it as CSV.")
        ) from error
    os.utime(partial, (stat.st_atime, stat.st_mtime))  # its hour goes on
    partial.replace(path)


def _write_sheet(book: Any, path: Path) -> None:
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file says of its own size is not believed
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        width = 0  # the first row's, which names the columns
        for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
            cells = [_cell(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            width = width or len(cells)
            writer.writerow(cells + [""] * (width - len(cells)))


def _check_parts(path: Path) -> None:
    """What a workbook unpacks to is bounded: its parts are no longer than they say, or can't be read."""
    with zipfile.ZipFile(path) as workbook:
        parts = workbook.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise FileRefused("too_large", _("This workbook is too large once unpacked. Export it as CSV."))
    if "[Content_Types].xml" not in (part.filename for part in parts):
        raise _not_a_table()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
