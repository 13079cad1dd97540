"""A file cut into rows, thousands of lines at a time: C code does the work, Python looks only at what is wrong.

A record is one physical line: an export of calls has no line break inside a field. So an unterminated quotation mark
costs its own line and not all that follow, and a line's number is the one an editor shows.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tenants.telephony.domain.files import check_encoding, check_kind
from tenants.telephony.domain.layouts import Layout, layout_of
from tenants.telephony.models import CallSource, Encoding, RefusalReason
from tess.kernel.intake.files import FileRefused, beginning_of, delimiter_of, utf_16_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tenants.telephony.models import ImportProfile

LONGEST_LINE = 64 * 1024  # characters
_BLOCK = 1024 * 1024  # characters read at once: what bounds memory
_REPLACED = "\ufffd"


@dataclass(slots=True)
class Chunk:
    """Some lines in a row: `rows` with their line numbers, and the lines that could not be cut, with why and their text."""

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    faults: list[tuple[int, RefusalReason, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that may be read by a profile."""

    path: Path
    encoding: str
    delimiter: str
    layout: Layout

    def chunks(self) -> Iterator[Chunk]:
        """Every data line once, as a row or as a fault; blank lines and the header are no data."""
        header = self.layout.has_header
        for number, lines, is_cut in _blocks(self.path, self.encoding):
            at, some = number, lines
            if header:
                skipped = next((i for i, line in enumerate(some) if line.strip()), None)
                if skipped is None:
                    continue
                at, some, header = at + skipped + 1, some[skipped + 1 :], False
            yield self._cut(at, some, is_cut)

    def _cut(self, number: int, lines: list[str], is_cut: bool) -> Chunk:
        """Rows of these lines; `is_cut`: the last one has no line end, it is the file's last."""
        width = self.layout.width
        if not is_cut and not _has_odd_characters(lines):
            try:
                rows = list(csv.reader(lines, delimiter=self.delimiter, strict=True))
            except csv.Error:
                rows = []
            # as many rows as lines: none ran over its line
            if len(rows) == len(lines) and all(len(row) == width for row in rows):
                return Chunk(list(enumerate(rows, number)))
        return self._cut_one_by_one(number, lines, is_cut)

    def _cut_one_by_one(self, number: int, lines: list[str], is_cut: bool) -> Chunk:
        chunk = Chunk()
        last = len(lines) - 1
        for i, line in enumerate(lines):
            if not line.strip():
                continue
            row: list[str] = []
            reason = _fault_of(line)
            if reason is None:
                try:
                    row = next(csv.reader([line], delimiter=self.delimiter, strict=True))
                except csv.Error:
                    reason = RefusalReason.QUOTE
                else:
                    reason = None if len(row) == self.layout.width else RefusalReason.COLUMNS
            if reason is None:
                chunk.rows.append((number + i, row))
                continue
            if is_cut and i == last and reason in (RefusalReason.QUOTE, RefusalReason.COLUMNS):
                reason = RefusalReason.TRUNCATED
            chunk.faults.append((number + i, reason, line[:2000]))
        return chunk


def open_reading(path: Path, profile: ImportProfile) -> Reading:
    """Look at the file and its first line. Raises FileRefused with the sentence to show."""
    check_kind(path)
    check_encoding(path, profile.encoding)
    first = _first_line(path, profile.encoding)
    delimiter = "," if profile.source == CallSource.ASTERISK else profile.delimiter
    try:
        row = next(csv.reader([first], delimiter=delimiter))
    except csv.Error:
        row = [first[:200]]
    found = delimiter_of([first])
    other = found if len(row) == 1 and found != delimiter and found in first else ""
    return Reading(path, profile.encoding, delimiter, layout_of(profile, row, other_delimiter=other))


def _first_line(path: Path, encoding: str) -> str:
    for _number, lines, _is_cut in _blocks(path, encoding):
        for line in lines:
            if line.strip():
                return line.replace("\0", "")
    raise FileRefused("empty", _("This file holds no line. Export it again from the telephone system."))


def _has_odd_characters(lines: list[str]) -> bool:
    text = "".join(lines)
    if "\0" in text or _REPLACED in text or max(map(len, lines), default=0) > LONGEST_LINE:
        return True
    return not text.isascii() and _has_surrogates(text)


def _has_surrogates(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _fault_of(line: str) -> RefusalReason | None:
    if len(line) > LONGEST_LINE:
        return RefusalReason.TOO_LONG
    if "\0" in line:
        return RefusalReason.BINARY
    if _REPLACED in line or (not line.isascii() and _has_surrogates(line)):
        return RefusalReason.ENCODING
    return None


def _blocks(path: Path, encoding: str) -> Iterator[tuple[int, list[str], bool]]:
    """(number of the first line, lines, whether the last is cut), a block at a time; line ends may be mixed.

    A line longer than LONGEST_LINE is given as its beginning, one character over the limit, whatever its length.
    """
    # surrogateescape keeps what can't be decoded in place, so that only its line is refused; UTF-16 has no such way
    wide = (utf_16_of(beginning_of(path)), "replace")
    name, errors = {Encoding.UTF_8: ("utf-8-sig", "surrogateescape"), Encoding.UTF_16: wide}.get(
        Encoding(encoding), (encoding, "surrogateescape")
    )
    number, carry = 1, ""
    with path.open(encoding=name, errors=errors) as file:
        while block := file.read(_BLOCK):
            lines = (carry + block).split("\n")
            carry = lines.pop()[: LONGEST_LINE + 1]
            if lines:
                yield number, [line[: LONGEST_LINE + 1] for line in lines], False
                number += len(lines)
    if carry:
        yield number, [carry], True
