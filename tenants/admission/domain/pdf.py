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

    What a stream is stands before it, however far and whatever strings come between: all since the one before is read.
    """
    left, since = _MOST_IN_ALL, 0
    for count, found in enumerate(_STREAM.finditer(content)):
        about = _spelt_out(content[since : found.start()])
        if b"/ObjStm" not in about:
            since = found.end()
            continue
        if count > _MOST_STREAMS or left <= 0:
            raise DomainError(_packed_too_much())
        if b"/FlateDecode" not in about and b"/Fl" not in about:
            if b"/Filter" in about:
                raise DomainError(_("This PDF is packed in a way we can't look into. Print it to a new PDF."))
            continue  # not packed: read with the whole; what follows may still be about it
        since = found.end()
        packed, most = zlib.decompressobj(), min(_MOST_UNPACKED, left)
        try:
            unpacked = packed.decompress(content[found.end() :], most)
        except zlib.error:
            raise DomainError(_("This PDF is damaged: open it, save it again, then send it.")) from None
        if len(unpacked) >= most and not packed.eof:  # more would come
            raise DomainError(_packed_too_much())
        left -= len(unpacked)
        yield unpacked


def _packed_too_much() -> str:
    return _("This PDF is packed in too many layers to be looked at. Print it to a new PDF.")
