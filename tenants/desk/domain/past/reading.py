"""From the cells of a line to the answers of a record, or the reason why not."""

from __future__ import annotations

import hmac
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.desk.departements import code_of
from tenants.desk.domain.past import own_words
from tenants.desk.domain.past.words import answers, plain, role_of, seems_personal
from tenants.desk.models import AgeBand, Nature, PastRefusal
from tenants.desk.themes import MOST
from tenants.telephony.models import Line
from tess.kernel import encryption
from tess.kernel.intake.files import FileRefused
from tess.kernel.intake.masking import mask_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PARIS = ZoneInfo("Europe/Paris")
FIRST = date(2000, 1, 1)
_NOON = time(12)  # of a day without a time: records are counted by day
_UNSAID = {"", "-", "–", "—", "/", "?", "n/a", "na", "nr", "nc"}
_DAY = re.compile(
    r"(?:(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})|(?P<d2>\d{1,2})[-/.](?P<m2>\d{1,2})[-/.](?P<y2>\d{4}|\d{2}))"
    r"(?:[T ,]*(?:à )?(?P<time>\d.*))?",
    re.ASCII,
)
_TIME = re.compile(r"(\d{1,2}) ?[:hH.] ?(\d{2})?(?::\d{2}(?:\.\d+)?)?", re.ASCII)
_AGE = re.compile(r"(\d{1,3})( ans)?", re.ASCII)
_BANDS = (
    (18, AgeBand.UNDER_18),
    (26, AgeBand.FROM_18),
    (40, AgeBand.FROM_26),
    (60, AgeBand.FROM_40),
    (75, AgeBand.FROM_60),
)
_OLDEST = 120
_BELOW = re.compile(r"\s*[-‐-―−<]")  # any dash
_MOST_REMEMBERED = 4096
_DEPARTEMENT = re.compile(r"(\d{1,3}|2[AaBb])(?: ?[-–:,(] ?\D+)?|\D+\((\d{2,3}|2[AaBb])\)", re.ASCII)
_BETWEEN_THEMES = re.compile(r"[,;|/+\n]")
_OF_CODES = {
    "relation": PastRefusal.RELATION,
    "gender": PastRefusal.GENDER,
    "risk": PastRefusal.RISK,
}


class Unreadable(Exception):
    """A line is no record, for this reason; `words` are those of its themes that nobody has explained."""

    def __init__(self, reason: PastRefusal, words: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason, self.words = reason, words


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each role stands in a line, and which columns are left unread: those that seem personal, and the others."""

    roles: dict[str, tuple[int, ...]]
    personal: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """What a line says, as a record holds it."""

    id: UUID
    opened_at: datetime
    line_id: int
    channel: str
    nature: str
    unwanted_kind: str
    themes: tuple[str, ...]
    relation: str
    age_band: str
    gender: str
    departement: str
    risk: str


def columns_of(header: Sequence[str]) -> Columns:
    """What the first line says the columns are. Raises FileRefused: no date among them, or the same thing said twice."""
    roles: dict[str, list[int]] = {}
    personal: list[str] = []
    others: list[str] = []
    for at, name in enumerate(header):
        role = role_of(name)
        if role is not None:
            roles.setdefault(role, []).append(at)
        elif name:
            (personal if seems_personal(name) else others).append(mask_text(name)[:40])
    if "date" not in roles or not ({"nature", "unwanted_kind"} & set(roles)):
        # not a word of the file is quoted: without names of columns its first line may be somebody's
        raise FileRefused(
            "header",
            _(
                "The first line doesn't name the columns: at least “date” and “nature” are needed. "
                "See below which names are understood."
            ),
        )
    twice = [header[places[1]] for role, places in roles.items() if role != "themes" and len(places) > 1]
    if twice:
        raise FileRefused(
            "twice",
            _("Two columns say the same thing: “%(name)s” is one of them. Remove it, or give it another name.")
            % {"name": mask_text(twice[0])[:40]},
        )
    return Columns({role: tuple(places) for role, places in roles.items()}, tuple(personal), tuple(others))


class Reader:
    """Reads the lines of one file, for the organisation in force. `line` and `channel` are of lines that don't say theirs."""

    def __init__(self, columns: Columns, *, line: Line | None, channel: str, organisation_id: UUID) -> None:
        self._roles = columns.roles
        self._line_id = line.pk if line else None
        self._channel = channel
        self._lines = _lines_by_name()
        self._last = timezone.localdate()
        self._seen: Counter[str] = Counter()
        mark = encryption.fingerprint("", organisation_id=organisation_id, purpose="desk.past.record")
        self._key_of_keys = bytes.fromhex(mark)
        # the same few answers come again and again
        remembered = lru_cache(_MOST_REMEMBERED)
        meanings = {**own_words.known(), **answers("themes")}
        self._coded, self._nature = remembered(_coded), remembered(_nature)
        self._themes = remembered(lambda cells: _themes(cells, meanings))
        self._age, self._departement, self._line = remembered(_age), remembered(_departement), remembered(self._line_of)

    def read(self, row: Sequence[str]) -> Past:
        """The record a line is. Raises Unreadable."""
        said = {role: [row[at].strip() for at in places] for role, places in self._roles.items()}
        text = {role: "" if cells[0].casefold() in _UNSAID else cells[0] for role, cells in said.items()}
        opened_at = self._moment(text["date"], text.get("time", ""))
        nature, kind = self._nature(text.get("nature", ""), text.get("unwanted_kind", ""))
        values = {
            "opened_at": opened_at,
            "line_id": self._line(text.get("line", "")),
            "channel": self._coded("channel", text.get("channel", ""), PastRefusal.CHANNEL) or self._channel,
            "nature": nature,
            "unwanted_kind": kind,
            "themes": self._themes(tuple(said.get("themes", ()))),
            **{role: self._coded(role, text.get(role, ""), reason) for role, reason in _OF_CODES.items()},
            "age_band": self._age(text.get("age_band", "")),
            "departement": self._departement(text.get("departement", "")),
        }
        return Past(id=self._key(text.get("id", ""), values), **values)  # type: ignore[arg-type]  # as the fields are

    def _key(self, identifier: str, values: dict[str, object]) -> UUID:
        """The record's own key, the same for the same line of any file: a line of a file that comes again is known.

        Without an identifier, the same answers at the same moment are told apart by their order in the file.
        """
        text = f"id {identifier}" if identifier else "\x1f".join(["row", *(str(value) for value in values.values())])
        if not identifier:
            self._seen[text] += 1
            text += f"\x1f{self._seen[text]}"
        return UUID(bytes=hmac.digest(self._key_of_keys, text.encode(), "sha256")[:16], version=5)

    def _moment(self, day: str, clock: str) -> datetime:
        if not day:
            raise Unreadable(PastRefusal.NO_DATE)
        found = _DAY.fullmatch(day)
        if found is None:
            raise Unreadable(PastRefusal.DATE)
        year = found["y"] or found["y2"]
        try:
            on = date(
                int(year) if len(year) == 4 else 2000 + int(year),  # noqa: PLR2004
                int(found["m"] or found["m2"]),
                int(found["d"] or found["d2"]),
            )
            at = _clock(clock or found["time"] or "")
        except ValueError:
            raise Unreadable(PastRefusal.DATE) from None
        if not FIRST <= on <= self._last:
            raise Unreadable(PastRefusal.DAY)
        return datetime.combine(on, at, PARIS)

    def _line_of(self, said: str) -> int:
        if not said:
            if self._line_id is None:
                raise Unreadable(PastRefusal.NO_LINE)
            return self._line_id
        found = self._lines.get(plain(said)) or self._lines.get("".join(c for c in said if c.isdigit()))
        if found is None:
            raise Unreadable(PastRefusal.LINE)
        return found


def _lines_by_name() -> dict[str, int]:
    """Lines by name and by number; those in service go before those that are not."""
    found: dict[str, int] = {}
    for line in Line.objects.order_by("active", "-pk"):
        found[plain(line.name)] = found[line.number] = line.pk
    return found


def _clock(text: str) -> time:
    """A time of day; noon when nothing is said. Raises ValueError."""
    if not text:
        return _NOON
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return time(int(found[1]), int(found[2] or 0))


def _coded(role: str, said: str, reason: PastRefusal) -> str:
    if not said:
        return ""
    code = answers(role).get(plain(said))
    if code is None:
        raise Unreadable(reason)
    return code


def _nature(said: str, kind: str) -> tuple[str, str]:
    """(nature, kind of unwanted): a kind may stand in the place of the nature, and says it was unwanted."""
    if said and plain(said) in answers("unwanted_kind") and not kind:
        said, kind = "", said
    nature = _coded("nature", said, PastRefusal.NATURE)
    code = _coded("unwanted_kind", kind, PastRefusal.KIND)
    if not nature and not code:
        raise Unreadable(PastRefusal.NO_NATURE)
    if nature == Nature.UNWANTED and not code:
        raise Unreadable(PastRefusal.NO_KIND)
    if code and nature not in ("", Nature.UNWANTED):
        raise Unreadable(PastRefusal.KIND_ALONE)
    return nature or Nature.UNWANTED.value, code


def _themes(cells: tuple[str, ...], meanings: Mapping[str, str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    unknown = []
    for cell in cells:
        # a label may hold a sign that separates others
        for said in [cell] if plain(cell) in meanings else _BETWEEN_THEMES.split(cell):
            if not plain(said) or said.strip().casefold() in _UNSAID:  # signs alone say nothing
                continue
            code = meanings.get(plain(said))
            if code is None:
                unknown.append(said)
            elif code:
                found[code] = None
    if unknown:
        raise Unreadable(PastRefusal.THEMES, tuple(unknown))
    if len(found) > MOST:
        raise Unreadable(PastRefusal.MANY_THEMES)
    return tuple(found)


def _age(said: str) -> str:
    if _BELOW.match(said):  # "– 18" is a band, and no other age is said so
        if plain(said).removesuffix(" ans") != "18":
            raise Unreadable(PastRefusal.AGE)
        return AgeBand.UNDER_18.value
    words = plain(said).removesuffix(" ans")
    found = _AGE.fullmatch(words)
    if found is None:
        return _coded("age_band", words, PastRefusal.AGE)
    if int(found[1]) > _OLDEST:
        raise Unreadable(PastRefusal.AGE)
    return next((band.value for below, band in _BANDS if int(found[1]) < below), AgeBand.FROM_75.value)


def _departement(said: str) -> str:
    if not said:
        return ""
    found = _DEPARTEMENT.fullmatch(said)
    code = code_of(found[1] or found[2]) if found else None
    if code is None:
        raise Unreadable(PastRefusal.DEPARTEMENT)
    return code
