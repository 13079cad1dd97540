"""A PDF may carry scripts, start programs or hold other files: found by the names the format gives them, and refused.

Names may be spelt with hexadecimal escapes and hidden in packed object streams: both are undone, within bounds.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\s+")  # readers forgive what stands between the word and the packed bytes
_END_OF_NAME = rb"(?=[\s/<>\[\](){}%]|$)"
_SCRIPT = re.compile(
    rb"/JavaScript" + _END_OF_NAME
)  # every script action says it; the short /JS also falls in pictures by chance
_LAUNCH = re.compile(rb"/(Launch|ImportData|SubmitForm|RichMedia|Movie|Rendition|GoToE)" + _END_OF_NAME)
_FILES = re.compile(rb"/(EmbeddedFile|EmbeddedFiles|Filespec|XFA)" + _END_OF_NAME)
_LOCKED = re.compile(rb"/Encrypt" + _END_OF_NAME)
_MOST_UNPACKED = 4 * 1024 * 1024  # bytes of one object stream
_MOST_IN_ALL = 32 * 1024 * 1024
_MOST_STREAMS = 5_000
_STEP = 64 * 1024  # bytes unpacked at once


def check(content: bytes) -> None:
    """Raises DomainError for a PDF that is locked, cut, or could do something when it is opened."""
    if b"%%EOF" not in content[-4096:] and b"startxref" not in content[-8192:]:
        raise DomainError(
            _("This PDF stops before its end: it was not copied whole. Open it, save it again, then send it.")
        )
    for piece in (_spelt_out(content), *map(_spelt_out, _object_streams(content))):
        if _LOCKED.search(piece):
            raise DomainError(_("This PDF is locked with a password. Save it without one, then send it again."))
        if _SCRIPT.search(piece):
            raise DomainError(_("This PDF carries a program (JavaScript). Print it to a new PDF and send that one."))
        if _LAUNCH.search(piece):
            raise DomainError(
                _("This PDF could start something when it is opened. Print it to a new PDF and send that one.")
            )
        if _FILES.search(piece):
            raise DomainError(_("This PDF holds other files or a form. Print it to a new PDF and send that one."))


def _spelt_out(piece: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), piece)


def _object_streams(content: bytes) -> Iterator[bytes]:
    """The packed objects: what a name may be hidden in. Pictures and texts of pages are left packed.

    What a stream is stands before it, however far and whatever strings come between: all since the one before is read,
    once. One that isn't packed as we know is refused, not taken for plain: its filter may be named behind a string.
    """
    left, unread, since = _MOST_IN_ALL, len(content), 0
    for count, found in enumerate(_STREAM.finditer(content)):
        about = _spelt_out(content[since : found.start()])
        since = found.end()
        if b"/ObjStm" not in about:
            continue
        if b"/Fl" not in about:  # /FlateDecode in full or in short
            raise DomainError(_("This PDF is packed in a way we can't look into. Print it to a new PDF."))
        if count > _MOST_STREAMS:
            raise DomainError(_packed_too_much())
        unpacked, read = _unpacked(memoryview(content)[since:], min(_MOST_UNPACKED, left))
        left, unread = left - len(unpacked), unread - read
        if left <= 0 or unread < 0:  # they share bytes: only what was made to tire us does
            raise DomainError(_packed_too_much())
        yield unpacked


def _unpacked(packed: memoryview, most: int) -> tuple[bytes, int]:
    """What begins `packed`, unpacked, and how many bytes of it were read for that. Raises DomainError from `most` bytes."""
    reader, unpacked, read = zlib.decompressobj(), b"", 0
    while not reader.eof and read < len(packed):
        piece = packed[read : read + _STEP]  # the rest isn't copied for each
        try:
            unpacked += reader.decompress(piece, most - len(unpacked))
        except zlib.error:
            raise DomainError(_("This PDF is damaged: open it, save it again, then send it.")) from None
        read += len(piece) - len(reader.unused_data)
        if len(unpacked) >= most and not reader.eof:  # more would come
            raise DomainError(_packed_too_much())
    return unpacked, read


def _packed_too_much() -> str:
    return _("This PDF is packed in too many layers to be looked at. Print it to a new PDF.")
