"""Text as one compares and sorts it, without capitals or accents: in the database, and the same here."""

import unicodedata

from django.db.models import Func, TextField

# letters that are no other letter with an accent, as the database's dictionary spells them
_SPELT = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "ŀ": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"}
    | {"ŋ": "n", "ŉ": "'n", "ŧ": "t", "ĸ": "q", "’": "'"}
)


class PlainText(Func):
    """Text in small letters without accents, an œ written oe: `public.plain_text`, which indexes may use."""

    function = "public.plain_text"
    output_field = TextField()


def plain(text: str) -> str:
    """What `PlainText` makes of letters of any language of Europe's Latin alphabets: "Cœur Élan" → "coeur elan"."""
    parts = unicodedata.normalize("NFKD", text.lower().translate(_SPELT))
    return "".join(character for character in parts if not unicodedata.combining(character))
