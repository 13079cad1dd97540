"""What COPY reads from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Feed:
    """Blocks of text made as COPY asks for them, so that memory stays bounded."""

    def __init__(self, blocks: Iterator[str]) -> None:
        self._blocks = blocks
        self._left = b""

    def read(self, size: int) -> bytes:
        """At most `size` bytes; none at the end."""
        while not self._left:
            block = next(self._blocks, None)
            if block is None:
                return b""
            self._left = block.encode()
        given, self._left = self._left[:size], self._left[size:]
        return given
