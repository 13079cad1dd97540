"""Long lists page by key, not by offset: the thousandth page costs what the first does, and no row is seen twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

PARAMETER = "avant"
SEPARATOR = "~"

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


def page_of(request: HttpRequest, rows: QuerySet[Row], *, by: str, size: int = 50) -> Page[Row]:
    """Return the page of `rows` the request asks for, latest first, ordered by the field `by` and then by key.

    Needs an index on (`by`, key). Costs one query. A marker that can't be read gives the first page: it was typed by
    hand or comes from an old link.
    """
    marker = marker_of(request, rows, by)
    found = rows.order_by(f"-{by}", "-pk")
    if marker:
        value, key = marker
        found = found.filter(Q(**{f"{by}__lt": value}) | Q(**{by: value, "pk__lt": key}))
    kept = list(found[: size + 1])
    more = len(kept) > size
    kept = kept[:size]
    query = request.GET.copy()
    query.pop(PARAMETER, None)
    newer = f"?{query.urlencode()}" if marker else ""
    if not more:
        return Page(rows=kept, newer=newer)
    query[PARAMETER] = f"{field_of(rows, by).value_to_string(kept[-1])}{SEPARATOR}{kept[-1].pk}"
    return Page(rows=kept, older=f"?{query.urlencode()}", newer=newer)


def marker_of(request: HttpRequest, rows: QuerySet[Row], by: str) -> tuple[Any, Any] | None:
    """Return the value and key of the last row seen, or nothing."""
    value, separator, key = request.GET.get(PARAMETER, "").rpartition(SEPARATOR)
    if not separator:
        return None
    try:
        return field_of(rows, by).to_python(value), field_of(rows, "pk").to_python(key)
    except (ValidationError, ValueError):
        return None


def field_of(rows: QuerySet[Any], name: str) -> Any:
    """Return the field called `name` of what `rows` are made of."""
    known = rows.model._meta  # noqa: SLF001 - Django's documented name
    return known.pk if name == "pk" else known.get_field(name)
