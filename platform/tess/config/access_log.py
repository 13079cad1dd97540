"""Gunicorn's access log, in which nobody but us writes lines."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger


class AccessLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Writes a path with its line ends and other control characters spelt out."""

    def atoms(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What a line is made of."""
        found: dict[str, Any] = super().atoms(*args, **kwargs)
        return {name: spelt_out(value) if isinstance(value, str) else value for name, value in found.items()}


def spelt_out(text: str) -> str:
    """`text` with every character that is not seen written as Python writes it: a line end becomes a backslash and an n."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)
