"""From a profile and a header to the columns that are read, and how SQL makes a call's fields of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tenants.telephony.domain.files import ASTERISK_SAYS, ASTERISK_WIDTH, names_shown
from tenants.telephony.models import CallSource, Outcome
from tess.kernel.intake.files import MOST_COLUMNS, FileRefused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tenants.telephony.models import ImportProfile

ROLES = ("external_id", "started", "answered", "ended", "wait", "talk", "queue", "agent", "outcome")
NEEDED = ("external_id", "started", "outcome")  # and an end, or the durations that make one
TIMES = ("started", "answered", "ended", "wait", "talk")

# Master.csv, in the documented order: accountcode, src, dst, dcontext, clid, channel, dstchannel, lastapp, lastdata, start,
# answer, end, duration, billsec, disposition, amaflags, uniqueid, userfield. It tells an answer, not why there was none.
ASTERISK_ROLES: Mapping[str, tuple[int, ...]] = {
    "external_id": (16,),
    "started": (9,),
    "answered": (10,),
    "ended": (11,),
    "queue": (7, 8, 3),
    "agent": (6,),
    "outcome": (14,),
}
ASTERISK_OUTCOMES = dict.fromkeys(ASTERISK_SAYS, Outcome.UNKNOWN) | {"ANSWERED": Outcome.ANSWERED}


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns of a file are read, by index, in the order they are staged (c0, c1, …)."""

    width: int
    has_header: bool
    roles: Mapping[str, tuple[int, ...]]
    asterisk: bool

    @property
    def picks(self) -> tuple[int, ...]:
        """Indexes of the columns that are read, in the order of the staging table's."""
        return tuple(sorted({at for columns in self.roles.values() for at in columns}))

    @property
    def time_columns(self) -> frozenset[int]:
        """Indexes of the columns that hold times."""
        return frozenset(at for role in TIMES for at in self.roles.get(role, ()))

    def staged(self, role: str) -> list[str]:
        """Names in the staging table of the columns of a role."""
        picks = self.picks
        return [f"c{picks.index(at)}" for at in self.roles.get(role, ())]

    def expression(self, role: str) -> str:
        """SQL for the text of a role, NULL where there is none."""
        columns = self.staged(role)
        if not columns:
            return "NULL::text"
        if self.asterisk and role == "queue":
            app, data, context = columns
            return f"CASE WHEN {app} = 'Queue' THEN split_part({data}, ',', 1) ELSE {context} END"
        if self.asterisk and role == "agent":
            # PJSIP/agent-05-000093bf → agent-05; Local/41@agents-0001;1 → 41
            return rf"regexp_replace(split_part(split_part({columns[0]}, '/', 2), '@', 1), '-[0-9a-f]{{8}}$', '')"
        if len(columns) == 1:
            return f"NULLIF(btrim({columns[0]}), '')"
        if role in ("external_id", "started"):
            separator = "/" if role == "external_id" else " "
            joined = f"concat_ws('{separator}', {', '.join(f'btrim({c})' for c in columns)})"
            return f"NULLIF(btrim({joined}, '{separator} '), '')"
        happened = (f"CASE WHEN btrim({c}) <> ALL(%(nothing)s) THEN btrim({c}) END" for c in columns)
        return f"COALESCE({', '.join(happened)})"


def outcomes_of(profile: ImportProfile) -> dict[str, str]:
    """What the file says → our outcome; what is not listed here is refused, never guessed."""
    said = {key.strip(): value for key, value in profile.outcomes.items()}
    return {**ASTERISK_OUTCOMES, **said} if profile.source == CallSource.ASTERISK else said


def layout_of(profile: ImportProfile, first: Sequence[str], *, other_delimiter: str = "") -> Layout:
    """The layout of a file whose first row is `first`. Raises FileRefused when the profile doesn't fit it.

    `other_delimiter` is the separator the file seems to have, if it isn't the profile's.
    """
    if len(first) > MOST_COLUMNS:
        raise FileRefused(
            "too_many_columns",
            _("This file has %(count)s columns; a file of calls has at most %(most)s. Is it the right file?")
            % {"count": len(first), "most": MOST_COLUMNS},
        )
    if profile.source == CallSource.ASTERISK:
        _check_asterisk(first)
        return Layout(ASTERISK_WIDTH, False, ASTERISK_ROLES, True)
    names = [name.strip() for name in first]
    wanted = {role: tuple(profile.columns.get(role) or ()) for role in ROLES}
    missing = [name for columns in wanted.values() for name in columns if name not in names]
    if missing:
        raise _other_header(missing, names, other_delimiter)
    twice = sorted({name for columns in wanted.values() for name in columns if names.count(name) > 1})
    if twice:
        raise FileRefused(
            "header_twice",
            _("Two columns are called %(names)s: rename one, or take the name out of the profile.")
            % {"names": names_shown(twice)},
        )
    return Layout(len(names), True, {r: tuple(names.index(n) for n in columns) for r, columns in wanted.items()}, False)


def _check_asterisk(first: Sequence[str]) -> None:
    if len(first) == ASTERISK_WIDTH or (len(first) < ASTERISK_WIDTH and any(":" in cell for cell in first)):
        return  # the right file, or a first line that was cut: told line by line
    raise FileRefused(
        "not_asterisk",
        _(
            "An Asterisk Master.csv has %(wanted)s columns and no header; this file has %(found)s. "
            "Choose another profile, or export Master.csv again."
        )
        % {"wanted": ASTERISK_WIDTH, "found": len(first)},
    )


def _other_header(missing: list[str], names: list[str], other_delimiter: str) -> FileRefused:
    if other_delimiter:
        return FileRefused(
            "delimiter",
            _(
                "The columns of this file seem to be separated by %(found)s, not as the profile says. Change the profile."
            )
            % {"found": {"\t": _("tabulations")}.get(other_delimiter, f"« {other_delimiter} »")},
        )
    return FileRefused(
        "header",
        _(
            "The profile looks for columns this file doesn't have: %(missing)s. The file has: %(names)s. "
            "Choose another profile, or mend this one."
        )
        % {"missing": names_shown(missing), "names": names_shown(names)},
    )
