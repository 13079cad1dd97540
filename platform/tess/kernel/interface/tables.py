"""Lists whose columns are declared once: shown, sorted, chosen, paged by key, and taken away as CSV or XLSX.

    COLUMNS = [
        Column("heure", _("Time"), lambda call: call.started_at, shown=lambda call: time_of(call), sort="started_at"),
        Column("ligne", _("Line"), lambda call: call.line.name, sort="line__name"),
    ]
    found = listing(request, queries.calls_of(day), COLUMNS, name="telephony.calls", order="-heure", file="appels")
    return found.download or render(request, "telephony/calls.html", {"form": form, "listing": found})

In the template: `{% include "kernel/lists/filters.html" with form=form %}` and `{% include "kernel/lists/list.html" %}`.
Sorting, columns and density are links and a form: they work without scripts. The choice of columns and the density are
kept in the session. A page costs one query, plus what `prepare` asks for.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise

from tess.kernel.interface import spreadsheets, words
from tess.kernel.interface.paging import PARAMETER, Page, batches_of, page_of

Text = str | Promise
SORT, EXPORT, CHOICE, CHOSEN, DENSITY = "tri", "export", "colonnes", "col", "densite"


@dataclass(frozen=True)
class Column:
    """A column: its name in addresses, its heading, and what a row has there.

    `value` gives plain data (it is what is exported); `shown` what the page writes, when that differs (marked safe if it
    holds markup). `sort` is the field to sort by, or a path to one; `number` aligns to the right; `hidden` columns show
    when asked for; `link` leads somewhere from the cell; `wide` takes a telephone's whole line (an address).
    """

    key: str
    label: Text
    value: Callable[[Any], Any]
    shown: Callable[[Any], Any] | None = None
    sort: str = ""
    number: bool = False
    hidden: bool = False
    wide: bool = False
    link: Callable[[Any], str] | None = None


@dataclass(frozen=True)
class Heading:
    """A column as the page's head shows it; `direction` is what a screen reader says of the sorting in force."""

    column: Column
    url: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Cell:
    """What one row has in one column."""

    column: Column
    text: Any
    url: str = ""

    @property
    def look(self) -> str:
        """Return the classes it is drawn with."""
        marks = {"n": self.column.number, "wide": self.column.wide, "blank": self.blank}
        return " ".join(name for name, holds in marks.items() if holds)

    @property
    def blank(self) -> bool:
        """Tell whether there is nothing to read in it."""
        return self.text in (None, "", words.NOTHING)


@dataclass
class Listing:
    """A page of a list, ready to be drawn; `download` is the answer instead when a file was asked for."""

    request: HttpRequest
    rows: QuerySet[Any]
    columns: Sequence[Column]
    name: str
    order: str
    file: str
    size: int = 50
    prepare: Callable[[Sequence[Any]], None] | None = None
    compact: bool = False
    chosen: list[str] = field(default_factory=list)
    most_csv: str = words.number(spreadsheets.MOST)
    most_xlsx: str = words.number(spreadsheets.MOST_XLSX)

    @cached_property
    def shown_columns(self) -> list[Column]:
        """Return the columns to show: those chosen, or those not hidden."""
        return [one for one in self.columns if one.key in self.chosen]

    @cached_property
    def sorting(self) -> tuple[Column, bool]:
        """Return the column to sort by and whether it goes down; what can't be sorted by is the usual order."""
        sortable = {one.key: one for one in self.columns if one.sort}
        for asked in (self.request.GET.get(SORT, ""), self.order):
            if asked.lstrip("-") in sortable:
                return sortable[asked.lstrip("-")], asked.startswith("-")
        raise ValueError(f"{self.order!r} is no column to sort by")

    @cached_property
    def page(self) -> Page[Any]:
        """Return the rows of this page: one query."""
        column, down = self.sorting
        found = page_of(self.request, self.rows, by=column.sort, descending=down, size=self.size)
        if self.prepare:
            self.prepare(found.rows)
        return found

    @cached_property
    def headings(self) -> list[Heading]:
        """Return the heads of the columns, with where each sorts: the one in force turns round."""
        current, down = self.sorting
        found = []
        for one in self.shown_columns:
            direction = "" if one is not current else "descending" if down else "ascending"
            key = f"-{one.key}" if (one is current and not down) or (one is not current and one.number) else one.key
            found.append(Heading(one, self.address(**{SORT: key}) if one.sort else "", direction))
        return found

    @property
    def lines(self) -> Iterator[list[Cell]]:
        """Yield the cells of each row."""
        for row in self.page:
            yield [
                Cell(one, (one.shown or one.value)(row), one.link(row) if one.link else "")
                for one in self.shown_columns
            ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return what a form of this page must hand on: filters and sorting, not the page nor the choices it makes."""
        mine = {PARAMETER, CHOICE, CHOSEN, DENSITY, EXPORT}
        return [(key, value) for key, values in self.request.GET.lists() if key not in mine for value in values]

    @property
    def asked(self) -> str:
        """Return the sorting that was asked for, so that a form can hand it on."""
        return self.request.GET.get(SORT, "")

    @property
    def csv_url(self) -> str:
        """Return where the list is to be had for a spreadsheet."""
        return self.address(**{EXPORT: "csv"})

    @property
    def xlsx_url(self) -> str:
        """Return where the list is to be had as a workbook."""
        return self.address(**{EXPORT: "xlsx"})

    def address(self, **more: str) -> str:
        """Return this page's address with something else asked for, from the first page on."""
        query = self.request.GET.copy()
        for key in (PARAMETER, CHOICE, CHOSEN, DENSITY, EXPORT):
            query.pop(key, None)
        for key, value in more.items():
            query[key] = value
        return f"?{query.urlencode()}"

    @cached_property
    def download(self) -> HttpResponseBase | None:
        """Return the file that was asked for: what the filters select, in the order shown, in the columns shown."""
        kind = self.request.GET.get(EXPORT, "")
        if kind not in {"csv", "xlsx"}:
            return None
        make = spreadsheets.csv_stream if kind == "csv" else spreadsheets.workbook
        return make(f"{self.file}.{kind}", [str(one.label) for one in self.shown_columns], self.exported())

    def exported(self) -> Iterator[list[Any]]:
        """Yield every row's values, read a thousand at a time."""
        column, down = self.sorting
        for rows in batches_of(self.rows, by=column.sort, descending=down):
            if self.prepare:
                self.prepare(rows)
            for row in rows:
                yield [one.value(row) for one in self.shown_columns]


def listing(
    request: HttpRequest,
    rows: QuerySet[Any],
    columns: Sequence[Column],
    *,
    name: str,
    order: str,
    file: str,
    size: int = 50,
    prepare: Callable[[Sequence[Any]], None] | None = None,
) -> Listing:
    """Return the page of a list that the request asks for.

    `name` is where the session keeps the choice of columns; `order` a column's key, with "-" to go down; `file` the name
    of what is taken away, without extension (ASCII). `prepare` is given the rows of a page, or of a piece of an export,
    before they are written: the place for one query about all of them.
    """
    chosen, compact = choices(request, columns, name)
    return Listing(
        request, rows, columns, name, order, file, size=size, prepare=prepare, chosen=chosen, compact=compact
    )


def choices(request: HttpRequest, columns: Sequence[Column], name: str) -> tuple[list[str], bool]:
    """Return the columns to show and whether lines stand close; a choice sent now is kept in the session."""
    known = [one.key for one in columns]
    usual = [one.key for one in columns if not one.hidden]
    place = f"list.{name}"
    if CHOICE in request.GET:
        asked = [key for key in known if key in request.GET.getlist(CHOSEN)] or usual
        request.session[place] = {"columns": asked, "compact": request.GET.get(DENSITY) == "serree"}
    kept = request.session.get(place) or {}
    return [key for key in known if key in kept.get("columns", usual)] or usual, bool(kept.get("compact", False))
