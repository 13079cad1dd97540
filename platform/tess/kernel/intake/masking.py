"""What may be shown of a line that was refused: enough to find it in one's own file, never a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

MASK = "•••"
LONGEST = 400  # characters kept of a line

_SAID_AS_TIME = re.compile(r"[0-9T :./+Z-]{4,35}")
_SWITCH_KEY = re.compile(r"[0-9]{9,11}\.[0-9]{1,10}")  # Asterisk's uniqueid: an epoch and a counter
_DIGITS = re.compile(r"[+(]?\d(?:[ .()/-]{0,2}\d){3,}")  # four digits or more, however they are spaced
_NUMBER = re.compile(r"[+(]?\d(?:[ .()/-]{0,2}\d){7,}")  # eight: what can be called from outside
_DAY = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")


def mask_text(text: str) -> str:
    """`text` without any run of four digits or more: for lines that could not be cut into columns."""
    return _DIGITS.sub(MASK, _storable(text))[:LONGEST]


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "?")


def mask_row(row: Sequence[str], *, times: Collection[int], shown: Collection[int]) -> str:
    """A row, with the times as written and the other columns a profile reads masked; what it doesn't read is hidden whole."""
    return " | ".join(_mask_cell(cell.strip(), at in times, at in shown) for at, cell in enumerate(row))[:LONGEST]


def _mask_cell(cell: str, is_time: bool, is_shown: bool) -> str:
    if not cell:
        return ""
    if is_time and ":" in cell and _SAID_AS_TIME.fullmatch(cell):
        return cell
    if is_shown and _SWITCH_KEY.fullmatch(cell):
        return cell
    return _NUMBER.sub(MASK, _storable(cell)) if is_time or is_shown else MASK


def mask_preview(cell: str) -> str:
    """A cell of a sample somebody looks at: days and times as written, numbers masked."""
    if _DAY.fullmatch(cell) or (":" in cell and _SAID_AS_TIME.fullmatch(cell)):
        return cell
    return _NUMBER.sub(MASK, cell)[:60]


def holds_number(text: str) -> bool:
    """Whether a number that can be called from outside stands in `text`, however it is spaced."""
    return bool(_NUMBER.search(text))
