"""The virus scanner: clamd, spoken to over its socket. Where none is set, documents are told as not scanned."""

from __future__ import annotations

import socket
import struct
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECONDS = 60.0
_PIECE = 64 * 1024


class ScannerSilent(Exception):
    """The scanner doesn't answer, or not as agreed: the document stays unread and is tried again later."""


def is_on() -> bool:
    """Whether documents are scanned here."""
    return bool(settings.ADMISSION_SCANNER)


def finds_virus(content: bytes) -> bool:
    """Ask the scanner (INSTREAM: a length of four bytes before each piece, zero at the end). Raises ScannerSilent."""
    try:
        with closing(_connected()) as wire:
            wire.sendall(b"zINSTREAM\0")
            for piece in _pieces(content):
                wire.sendall(struct.pack("!L", len(piece)) + piece)
            wire.sendall(struct.pack("!L", 0))
            answer = _answer(wire)
    except OSError as error:
        raise ScannerSilent(type(error).__name__) from error
    if answer.endswith("FOUND"):
        return True
    if answer.endswith("OK"):
        return False
    raise ScannerSilent(answer[:80])


def _pieces(content: bytes) -> Iterator[bytes]:
    for at in range(0, len(content), _PIECE):
        yield content[at : at + _PIECE]


def _connected() -> socket.socket:
    """`unix:///run/clamd.sock` or `tcp://clamd:3310`."""
    where = urlsplit(settings.ADMISSION_SCANNER)
    if where.scheme == "unix":
        found = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        found.settimeout(_SECONDS)
        try:
            found.connect(where.path)
        except OSError:
            found.close()
            raise
        return found
    return socket.create_connection((where.hostname or "", where.port or 3310), timeout=_SECONDS)


def _answer(wire: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _PIECE:
        piece = wire.recv(4096)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
