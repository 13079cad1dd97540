"""Tables that leave for a spreadsheet: CSV as a French Excel or LibreOffice opens it, with nothing that could be run."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from tess.kernel.interface.words import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Cell = str | float | Decimal | bool | date | None

MOST = 100_000  # lines of a CSV file
MOST_XLSX = 20_000  # lines of a workbook, which is made whole before it leaves

# What spreadsheets run: the signs, and the wide ones that some of them read as the same.
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"  # take no room, and hide what follows
_CONTROLS = {code: None for code in range(32) if code not in (9, 10, 13)}


def runs(text: str) -> bool:
    """Whether a spreadsheet would take this text for a formula, spaces or unseen characters before it or not."""
    return text.startswith(_STARTS_A_FORMULA) or text.strip(_UNSEEN + " \u00a0\u202f\u3000").lstrip().startswith(
        _STARTS_A_FORMULA
    )


def cell(value: Cell) -> str | int:
    """What a CSV file holds: an apostrophe makes plain text of what would run; decimals and days as French ones."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | None):
        return "" if value is None else value
    if isinstance(value, float | Decimal):
        return f"{value}".replace(".", ",")
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).translate(_CONTROLS)
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


def csv_stream(
    name: str, columns: Sequence[Cell], rows: Iterable[Sequence[Cell]], *, most: int = MOST
) -> StreamingHttpResponse:
    """The same, sent as it is read: at most `most` lines, and a last one that says so when there were more."""
    response = StreamingHttpResponse(_lines(columns, rows, most), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(columns: Sequence[Cell], rows: Iterable[Sequence[Cell]], most: int) -> Iterator[str]:
    yield "\ufeff" + written(columns, [])
    for at, row in enumerate(rows):
        if at == most:
            yield written([cut_at(most)], [])
            return
        yield written(row, [])


def workbook(
    name: str, columns: Sequence[Cell], rows: Iterable[Sequence[Cell]], *, most: int = MOST_XLSX
) -> FileResponse:
    """The table as a workbook: numbers and days stay such, texts never run. At most `most` lines, and it says so."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("TeSS")
    sheet.freeze_panes = "A2"
    sheet.append([_kept(column) for column in columns])
    for at, row in enumerate(rows):
        if at == most:
            sheet.append([cut_at(most)])
            break
        sheet.append([_kept(value) for value in row])
    out = io.BytesIO()  # 20,000 lines make about a megabyte
    book.save(out)
    out.seek(0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return FileResponse(out, as_attachment=True, filename=name, content_type=kind)


def _kept(value: Cell) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)  # a workbook knows no time zone
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | date):
        return cell(value)
    return value


def cut_at(most: int) -> str:
    """The last line of a file that could not hold everything."""
    return _("The list goes on: only its first %(most)s lines are here.") % {"most": number(most)}
