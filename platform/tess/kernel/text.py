"""Text as it is kept, whoever typed or sent it."""

import re

_HALVES = re.compile("[\ud800-\udfff]")  # of a pair: alone they are no letter, and nothing can encode them


def clean(text: str) -> str:
    """Make any text one that can be kept and compared; what is clean already stays as it is.

    A NUL, which Postgres refuses, becomes the sign that stands for it (␀); half of a surrogate pair becomes U+FFFD; lines
    end in LF, as browsers send CR LF and the same text is to be the same.
    """
    return _HALVES.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\u2400"))
