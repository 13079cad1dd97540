"""Logs without values: what Postgres quotes of rows and statements in its errors never reaches a file.

An error's first line names the constraint and the table; the lines after it hold e-mail addresses, notes, themes.
"""

from __future__ import annotations

import logging
import re

# as they stand in a traceback, or with \n spelt out in the repr of an exception
_QUOTED = re.compile(
    r"(?P<label>(?:(?<=\\n)|\b)(?:DETAIL|CONTEXT|QUERY|LINE \d+)):.*?"
    r"(?=(?:\n|\\n)(?:DETAIL|HINT|CONTEXT|QUERY|LINE \d+):|\n+Traceback |\n\n(?:The above|During handling)|\Z)",
    re.DOTALL,
)


def without_values(text: str) -> str:
    """`text` with what Postgres quotes of rows and statements replaced by an ellipsis."""
    return _QUOTED.sub(r"\g<label>: …", text)


class DiscreetFormatter(logging.Formatter):
    """Writes a record as usual, tracebacks included, without the values that a database error quotes."""

    def format(self, record: logging.LogRecord) -> str:
        return without_values(super().format(record))
