"""Tables that leave for a spreadsheet: CSV as a French Excel or LibreOffice opens it, with nothing that could be run."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.http import HttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Cell = str | int | None

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def runs(text: str) -> bool:
    """Whether a spreadsheet would take this text for a formula, spaces before it or not."""
    return text.startswith(_STARTS_A_FORMULA) or text.lstrip().startswith(_STARTS_A_FORMULA)


def cell(value: Cell) -> str | int:
    """Neutralise a text that a spreadsheet would take for a formula: an apostrophe makes it plain text."""
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    text = str(value).replace("\x00", "")
    return f"'{text}" if runs(text) else text


def written(columns: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> str:
    """The table as text: semicolons, as French spreadsheets expect, lines ended as the standard says."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([cell(name) for name in columns])
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


def answer(name: str, columns: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A download called `name` (ASCII, with its extension); the mark at the start tells Excel that it is UTF-8."""
    response = HttpResponse("\ufeff" + written(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
