"""What every picture has: a title, a sentence for those who don't see it, a drawing and its table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2s
from typing import Any

from django.utils.functional import Promise

Text = str | Promise
Value = int | float


@dataclass(frozen=True)
class Table:
    """The figures behind a picture, already written as people read them: column names, then rows; names come first."""

    columns: Sequence[Text]
    rows: Sequence[Sequence[Text]]


@dataclass(frozen=True)
class Chart:
    """A picture ready to be drawn by `{% chart %}`: `drawing` is what its template needs."""

    template: str
    title: Text
    description: Text
    table: Table
    drawing: Mapping[str, Any] = field(default_factory=dict)
    note: Text = ""

    @property
    def uid(self) -> str:
        """Return a name for its parts in the page, the same for the same picture."""
        cells = (str(cell) for row in self.table.rows for cell in row)
        words = "\n".join([str(self.title), str(self.description), *cells])
        return "c" + blake2s(words.encode(), digest_size=5).hexdigest()
