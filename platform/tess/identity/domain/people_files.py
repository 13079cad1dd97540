"""Reading lists of people as they come: a spreadsheet's CSV, or lines pasted from anywhere. Knows no database.

What can't be read is told line by line, in words; the other lines are good all the same.
"""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from tess.identity.domain.accounts import LONGEST_NAME, is_address
from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role
from tess.kernel.errors import DomainError
from tess.kernel.folding import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_BYTES = 1024 * 1024
MOST_LINES = 2000
LONGEST_LINE = 1000  # characters

_DELIMITERS = (";", "\t", ",")
# possessive: a line of blanks must not be tried from each of them
_NAMED = re.compile(r'^\s*+"?(?P<name>[^<>"]*+)"?\s*<(?P<email>[^<>\s@]+@[^<>\s@]+)>\s*$')
_BETWEEN_ROLES = re.compile(r"[,/+|;]|\bet\b|\band\b", re.IGNORECASE)
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))

_HEADINGS = {
    "email": (
        "e mail",
        "email",
        "mail",
        "courriel",
        "adresse",
        "adresse electronique",
        "adresse e mail",
        "adresse mail",
    ),
    "name": ("nom", "name", "nom et prenom", "prenom et nom", "nom complet", "full name", "personne"),
    "last": ("nom de famille", "last name", "surname"),
    "first": ("prenom", "first name", "given name"),
    "roles": ("role", "roles", "fonction", "fonctions"),
    "sites": ("site", "sites", "antenne", "antennes"),
}
_WITHOUT_HEADINGS = ("name", "roles", "sites")  # the cells beside the one that holds an @
_ALSO = {  # as people write them, plain
    Role.DIRECTOR: ("directeur", "directrice", "direction"),
    Role.MANAGER: ("responsable", "gestionnaire"),
    Role.SUPERVISOR: ("superviseur", "superviseure", "superviseuse", "supervision"),
    Role.TRAINER: ("formateur", "formatrice", "formation"),
    Role.DISPATCHER: ("regulateur", "regulatrice", "regulation"),
    Role.LISTENER: ("ecoutant", "ecoutante", "ecoute", "benevole d ecoute"),
    Role.TRAINEE: ("stagiaire",),
    Role.COORDINATOR: ("coordinateur", "coordinatrice", "coordination"),
    Role.COLLECTIVE_TRAINER: ("formateur", "formatrice", "formation", "formation du collectif"),
    Role.TREASURER: ("tresorier", "tresoriere", "tresorerie"),
    Role.OBSERVER: ("observateur", "observatrice", "observation"),
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One good line: somebody to invite."""

    line: int
    email: str
    name: str = ""
    roles: tuple[str, ...] = ()
    sites: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LineError:
    """What is wrong with one line, as told to the person who brought it."""

    line: int
    message: str

    def __str__(self) -> str:
        return _("Line %(line)s: %(message)s") % {"line": self.line, "message": self.message}


@dataclass(frozen=True, slots=True)
class PeopleRead:
    """The good lines and the others, both in the order of the file."""

    rows: list[PersonRow] = field(default_factory=list)
    errors: list[LineError] = field(default_factory=list)


def read(
    content: bytes | str,
    *,
    collective: bool = False,
    sites: Mapping[str, int] | None = None,
    default_roles: Iterable[str] = (),
) -> PeopleRead:
    """The people of a file or of a pasted list. `sites` are the ids of telephony sites by name.

    A line without a role takes `default_roles`. Raises DomainError when the whole can't be read: too big, too many
    lines, not text.
    """
    found, names = PeopleRead(), _site_names(sites or {})
    seen: dict[str, int] = {}
    roles = _roles_known(collective=collective)
    delimiter, columns = None, None
    for number, text in _lines(content):
        if text is None:
            found.errors.append(LineError(number, _("letters that can't be read")))
            continue
        if len(text) > LONGEST_LINE:
            found.errors.append(LineError(number, _("this line is too long")))
            continue
        if not text.strip(' \t;,"'):
            continue
        if delimiter is None:
            delimiter = next((each for each in _DELIMITERS if each in text), ";")
        cells = _cells(text, delimiter)
        if columns is None and (columns := _headings(cells)):
            continue
        columns = columns or {}
        try:
            row = _row(number, cells, columns, roles=roles, sites=names, default_roles=tuple(default_roles))
        except DomainError as refusal:
            found.errors.append(LineError(number, str(refusal)))
            continue
        if row.email in seen:
            message = _("%(email)s stands on line %(line)s already")
            found.errors.append(LineError(number, message % {"email": row.email, "line": seen[row.email]}))
            continue
        seen[row.email] = number
        found.rows.append(row)
    return found


def _lines(content: bytes | str) -> list[tuple[int, str | None]]:
    """Each line with its number, from 1; None for one whose letters can't be read."""
    if len(content) > MOST_BYTES:
        raise DomainError(_("This list is too long: one megabyte at most."))
    if isinstance(content, bytes):
        content = _whole(content)
    lines: list[str | None]
    if isinstance(content, str):
        lines = [*content.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    else:
        parts = content.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        lines = [_decoded(part) for part in parts]
    if any(line is not None and "\x00" in line for line in lines):
        raise DomainError(_("This is not a list of people: save the spreadsheet as CSV, and bring that file."))
    if len(lines) > MOST_LINES + 1:
        raise DomainError(_("This list is too long: %(most)s lines at most.") % {"most": MOST_LINES})
    return list(enumerate(lines, start=1))


def _whole(content: bytes) -> bytes | str:
    """Text, where one encoding holds for the whole file; else the same bytes, to be read line by line."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif content[1::2].count(0) > len(content) // 4:
        encoding = "utf-16-le"
    elif content[::2].count(0) > len(content) // 4:
        encoding = "utf-16-be"
    else:
        return content
    return content.decode(encoding, errors="replace")


def _decoded(part: bytes) -> str | None:
    """One line as text; None when no usual encoding reads it."""
    for encoding in ("utf-8", "cp1252"):  # files pasted together from several are common
        try:
            return part.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _cells(text: str, delimiter: str) -> list[str]:
    """The cells of a line, bare of what isn't seen; a mail's “Name <address>” is two."""
    named = _NAMED.match(text)
    if named:
        return [named["name"].strip(), named["email"]]
    cells = next(csv.reader([text], delimiter=delimiter, skipinitialspace=True), [])
    return [" ".join(cell.translate(_UNSEEN).split()) for cell in cells]


def _headings(cells: list[str]) -> dict[str, int] | None:
    """Which column is which, if this line says so."""
    if any("@" in cell for cell in cells):
        return None
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        for key, words in _HEADINGS.items():
            if _plain(cell) in words:
                found.setdefault(key, at)
    if "email" not in found:
        return None
    if "first" in found and "name" in found and "last" not in found:
        found["last"] = found.pop("name")
    return found


def _row(
    number: int,
    cells: list[str],
    columns: dict[str, int],
    *,
    roles: Mapping[str, Role],
    sites: Mapping[str, int],
    default_roles: tuple[str, ...],
) -> PersonRow:
    """Who stands on a line. Raises DomainError, in words for its own line."""
    said = _by_heading(cells, columns) if columns else _by_place(cells)
    email = said.get("email", "").lower().removeprefix("mailto:").strip("<>.,;:")
    if not email:
        raise DomainError(_("no e-mail address"))
    if not is_address(email):
        raise DomainError(_("“%(text)s” is not an e-mail address") % {"text": email})
    name = said.get("name", "") or f"{said.get('first', '')} {said.get('last', '')}".strip()
    if len(name) > LONGEST_NAME:
        raise DomainError(_("this name is too long"))
    wanted = _roles(said.get("roles", ""), roles) or default_roles
    if not wanted:
        raise DomainError(_("no role"))
    return PersonRow(number, email, name, wanted, _sites(said.get("sites", ""), sites))


def _by_heading(cells: list[str], columns: Mapping[str, int]) -> dict[str, str]:
    """The cells by what stands over them."""
    return {key: cells[at] for key, at in columns.items() if at < len(cells)}


def _by_place(cells: list[str]) -> dict[str, str]:
    """Without headings: the cell with an @ is the address, the others follow in the usual order."""
    at = next((place for place, cell in enumerate(cells) if "@" in cell), None)
    if at is None:
        return {}
    rest = [cell for place, cell in enumerate(cells) if place != at]
    return {"email": cells[at], **dict(zip(_WITHOUT_HEADINGS, rest, strict=False))}


def _roles(text: str, known: Mapping[str, Role]) -> tuple[str, ...]:
    """The roles as people write them. Raises DomainError for a word that is none."""
    found = []
    for word in filter(None, (part.strip() for part in _BETWEEN_ROLES.split(text))):
        role = known.get(_singular(word))
        if role is None:
            raise DomainError(_("there is no role “%(word)s” here") % {"word": word})
        found.append(role.value)
    return tuple(sorted(set(found)))


def _roles_known(*, collective: bool) -> dict[str, Role]:
    """Every way to say each role that exists there: our word for it, its French and its English."""
    kind = COLLECTIVE_ROLES if collective else ORGANISATION_ROLES
    found = {}
    for role in kind:
        words = {role.value, *_ALSO.get(role, ())}
        for language in ("fr", "en"):
            with translation.override(language):
                words.add(str(role.label))
        found.update({_singular(word): role for word in words})
    return found


def _sites(text: str, known: Mapping[str, int]) -> tuple[int, ...]:
    """The ids of sites by name. Raises DomainError for a name that is none."""
    found = []
    for word in filter(None, (part.strip() for part in re.split(r"[,/+|;]", text))):
        if _plain(word) not in known:
            raise DomainError(_("there is no site “%(word)s” here") % {"word": word})
        found.append(known[_plain(word)])
    return tuple(sorted(set(found)))


def _site_names(sites: Mapping[str, int]) -> dict[str, int]:
    """The sites by their plain names."""
    return {_plain(name): pk for name, pk in sites.items()}


def _singular(word: str) -> str:
    """Plain, in the masculine singular: "Écoutant·e·s" → "ecoutant"."""
    bare = re.sub(r"[·.•∙‧(][a-z]{1,5}\)?(?=[·.•∙‧(\s]|$)", "", plain(word))
    return re.sub(r"(?<=\w{3})s$", "", _plain(bare))


def _plain(text: str) -> str:
    """Small letters and digits alone, one space between words."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain(text)).split())
