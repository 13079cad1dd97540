"""French for what the operator reads, before Django is up and without compiled catalogues.

`tess doctor` must speak on a machine where nothing is installed yet, so this reads the `.po` itself:
one path whether or not `compilemessages` ran. The catalogue is small (about a millisecond).
"""

import ast
from functools import cache
from pathlib import Path

CATALOGUE = Path(__file__).parent / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def gettext(message: str) -> str:
    """The French of an English message of this package; the message itself when it has none."""
    return _catalogue().get(message) or message


@cache
def _catalogue() -> dict[str, str]:
    try:
        return read_catalogue(CATALOGUE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}


def read_catalogue(text: str) -> dict[str, str]:
    """Map msgid to msgstr of a `.po` without plurals or contexts (this package uses neither)."""
    entries: dict[str, str] = {}
    fields = {"msgid": "", "msgstr": ""}
    current = ""
    for line in [*text.splitlines(), "msgid"]:
        keyword, _, rest = line.partition(" ")
        if keyword == "msgid" and fields["msgid"]:
            entries[fields["msgid"]] = fields["msgstr"]
        if keyword in fields:
            current = keyword
            fields[keyword] = ast.literal_eval(rest) if rest else ""
        elif line.startswith('"') and current:
            fields[current] += ast.literal_eval(line)
    return entries
