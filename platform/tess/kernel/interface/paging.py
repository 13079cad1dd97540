"""Long lists page by key, not by offset: the thousandth page costs what the first does, and no row is seen twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.http import HttpRequest

from tess.kernel.folding import PlainText

PARAMETER = "avant"
SEPARATOR = "~"
WITHOUT = "~"  # stands for no value

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """A page of a list and where its neighbours are: `{% include "kernel/older.html" with page=page %}`."""

    rows: Sequence[Row]
    older: str = ""
    newer: str = ""

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Any:
        return iter(self.rows)


def page_of(
    request: HttpRequest, rows: QuerySet[Row], *, by: str, size: int = 50, descending: bool = True
) -> Page[Row]:
    """Return the page of `rows` the request asks for, ordered by the field `by` and then by key, latest first.

    `by` may be a path to another row's field ("line__name") or what the query works out (`in_order`); rows without a
    value come last. Needs an index on
    (`by`, key) where the list is long. Costs one query. A marker that can't be read gives the first page: it was typed
    by hand or comes from an old link.
    """
    marker = marker_of(request, rows, by)
    kept = list(after(ordered(rows, by, descending=descending), marker, by, descending=descending)[: size + 1])
    more = len(kept) > size
    kept = kept[:size]
    query = request.GET.copy()
    query.pop(PARAMETER, None)
    newer = f"?{query.urlencode()}" if marker else ""
    if not more:
        return Page(rows=kept, newer=newer)
    query[PARAMETER] = f"{written_at(kept[-1], by)}{SEPARATOR}{kept[-1].pk}"
    return Page(rows=kept, older=f"?{query.urlencode()}", newer=newer)


def in_order(field: str) -> PlainText:
    """Return what names are sorted by in the database, as `words.in_order` does here: "Écoute" stands with the E."""
    return PlainText(F(field))


def batches_of(rows: QuerySet[Row], *, by: str, descending: bool = True, size: int = 1000) -> Iterator[list[Row]]:
    """Yield all `rows` in this order, `size` at a time, a query each: no cursor stays open between two of them."""
    marker: tuple[Any, Any] | None = None
    while True:
        found = list(after(ordered(rows, by, descending=descending), marker, by, descending=descending)[:size])
        if found:
            yield found
        if len(found) < size:
            return
        marker = value_at(found[-1], by), found[-1].pk


def ordered(rows: QuerySet[Row], by: str, *, descending: bool) -> QuerySet[Row]:
    """Return `rows` by this field and then by key; those without a value last."""
    if not nullable(rows, by):
        sign = "-" if descending else ""
        return rows.order_by(f"{sign}{by}", f"{sign}pk")
    field = F(by).desc(nulls_last=True) if descending else F(by).asc(nulls_last=True)
    return rows.order_by(field, "-pk" if descending else "pk")


def after(rows: QuerySet[Row], marker: tuple[Any, Any] | None, by: str, *, descending: bool) -> QuerySet[Row]:
    """Return those of `rows` that come after the row of the marker."""
    if marker is None:
        return rows
    (value, key), beyond = marker, "lt" if descending else "gt"
    if value is None:
        return rows.filter(Q(**{f"{by}__isnull": True, f"pk__{beyond}": key}))
    later = Q(**{f"{by}__{beyond}": value}) | Q(**{by: value, f"pk__{beyond}": key})
    return rows.filter(later | Q(**{f"{by}__isnull": True}) if nullable(rows, by) else later)


def marker_of(request: HttpRequest, rows: QuerySet[Row], by: str) -> tuple[Any, Any] | None:
    """Return the value and key of the last row seen, or nothing."""
    value, separator, key = request.GET.get(PARAMETER, "").rpartition(SEPARATOR)
    if not separator or "\0" in value:
        return None
    try:
        known = field_of(rows, by)
        return None if value == WITHOUT else known.to_python(value), field_of(rows, "pk").to_python(key)
    except (ValidationError, ValueError):
        return None


def written_at(row: Model, by: str) -> str:
    """Return what a row has at the end of a path, as an address holds it."""
    if value_at(row, by) is None:
        return WITHOUT
    owner, name = owner_of(row, by)
    try:
        return str(owner._meta.get_field(name).value_to_string(owner))  # noqa: SLF001 - Django's documented name
    except FieldDoesNotExist:  # worked out by the query
        return str(getattr(owner, name))


def value_at(row: Model, by: str) -> Any:
    """Return what a row has at the end of a path; None where the path ends early."""
    owner, name = owner_of(row, by)
    return None if owner is None else getattr(owner, name)


def owner_of(row: Any, by: str) -> tuple[Any, str]:
    """Return the row that holds the last field of a path, and that field's name."""
    *path, name = by.split("__")
    for step in path:
        row = getattr(row, step) if row is not None else None
    return row, name


def field_of(rows: QuerySet[Any], path: str) -> Any:
    """Return the field at the end of `path` from what `rows` are made of."""
    return steps_of(rows, path)[-1]


def nullable(rows: QuerySet[Any], path: str) -> bool:
    """Tell whether a row may have nothing at the end of `path`."""
    return any(step.null for step in steps_of(rows, path))


def steps_of(rows: QuerySet[Any], path: str) -> list[Any]:
    """Return each field of a path, the last one last."""
    if path in rows.query.annotations:
        return [rows.query.annotations[path].output_field]
    known = rows.model._meta  # noqa: SLF001 - Django's documented name
    if path == "pk":
        return [known.pk]
    found = []
    for name in path.split("__"):
        found.append(known.get_field(name))
        if found[-1].is_relation:
            known = found[-1].related_model._meta  # noqa: SLF001 - Django's documented name
    return found
