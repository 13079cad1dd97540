# ruff: noqa: S608
"""Check a file of past records, or load it: the same reading and the same SQL, so that a check promises what a load keeps."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.desk.domain.notes import organisation_of
from tenants.desk.domain.past import own_words
from tenants.desk.domain.past.reading import Columns, Past, Reader, Unreadable, columns_of
from tenants.desk.domain.past.table import open_table
from tenants.desk.models import PastRefusal, RefusedPastLine
from tess.kernel import audit
from tess.kernel.intake.batch import BatchState
from tess.kernel.intake.feeding import Feed
from tess.kernel.intake.files import FileRefused
from tess.kernel.intake.room import room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from uuid import UUID

    from tenants.desk.models import PastImport
    from tess.kernel.actor import Actor

    Progress = Callable[[int], None]

AUDIT = "desk.past"  # what the trail calls it
MOST_REFUSALS = 10_000  # refused lines kept one by one; beyond, they are only counted
_BLOCK = 2000  # lines
_ANSWERS = "line_id, channel, nature, unwanted_kind, themes, relation, age_band, gender, departement, risk, opened_at"


def _of(table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in _ANSWERS.split(", "))


_STAGING = """
CREATE TEMP TABLE past_rows (n bigint, id uuid, opened_at timestamptz, line_id bigint, channel text, nature text,
  unwanted_kind text, themes text[], relation text, age_band text, gender text, departement text, risk text) ON COMMIT DROP"""
# Of the lines with one key the first counts; one that says otherwise than it, or than the record that stands, is refused.
_JUDGED = f"""
CREATE TEMP TABLE past_judged ON COMMIT DROP AS
SELECT r.n, r.id, c.id IS NULL AND r.n = min(r.n) OVER same AS is_new,
       CASE WHEN c.id IS NOT NULL
            THEN ROW({_of("c")})::text <> r.said
            ELSE r.said <> first_value(r.said) OVER (same ORDER BY r.n) END AS differs
FROM (SELECT *, ROW({_ANSWERS})::text AS said FROM past_rows) r LEFT JOIN desk_contact c ON c.id = r.id
WINDOW same AS (PARTITION BY r.id)"""
_FIGURES = """
SELECT count(*) FILTER (WHERE j.is_new), count(*) FILTER (WHERE NOT j.is_new AND NOT j.differs),
       min(r.opened_at AT TIME ZONE 'Europe/Paris')::date, max(r.opened_at AT TIME ZONE 'Europe/Paris')::date
FROM past_judged j JOIN past_rows r ON r.n = j.n WHERE NOT j.differs"""
_NATURES = """
SELECT r.nature, count(*) FROM past_judged j JOIN past_rows r ON r.n = j.n WHERE j.is_new GROUP BY 1 ORDER BY 2 DESC, 1"""
_MERGE = f"""
INSERT INTO desk_contact (id, state, version, consent, past_import_id, {_ANSWERS}, saved_at, closed_at)
SELECT r.id, 'closed', 1, '', %s, {_of("r")}, now(), r.opened_at
FROM past_judged j JOIN past_rows r ON r.n = j.n WHERE j.is_new ORDER BY r.n"""


@dataclass(slots=True)
class Report:
    """What a file holds: `lines` = `added` + `known` + refused. `refusals` are the first ten thousand, `reasons` count all."""

    columns: Columns
    lines: int = 0
    added: int = 0
    known: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    refusals: dict[int, PastRefusal] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)  # words of themes, as they may be shown
    natures: dict[str, int] = field(default_factory=dict)
    first_day: str | None = None
    last_day: str | None = None

    @property
    def refused(self) -> int:
        """Lines that are no record."""
        return sum(self.reasons.values())

    def refuse(self, number: int, reason: PastRefusal, words: Iterable[str] = ()) -> None:
        """Note a line that is no record, and the words for which it is none."""
        self.reasons[reason.value] += 1
        if len(self.refusals) < MOST_REFUSALS:
            self.refusals[number] = reason
        for word in filter(None, map(own_words.showable, words)):
            if word in self.unknown or len(self.unknown) < own_words.MOST_COUNTED:
                self.unknown[word] += 1


def check(batch: PastImport, path: Path, *, actor: Actor, progress: Progress) -> Report:
    """Say what loading `path` would do; no record is written. Raises FileRefused, NoRoom."""
    with room(), transaction.atomic():
        report = _take_in(batch, path, actor, progress, merge=False)
    own_words.remember(batch.pk, report.unknown)
    return report


def load_into(batch: PastImport, path: Path, *, actor: Actor, progress: Progress) -> Report:
    """Load `path` as `batch`, which becomes LOADED. Inside the caller's transaction. Raises as `check`."""
    report = _take_in(batch, path, actor, progress, merge=True)
    refusal = useless(report)
    if refusal is not None:
        raise refusal
    keep(batch, report)
    batch.state = BatchState.LOADED
    batch.loaded_at = timezone.now()
    batch.message = ""
    batch.save()
    audit.record(actor, f"{AUDIT}.loaded", batch)
    return report


def keep(batch: PastImport, report: Report) -> None:
    """Write a report into its batch (unsaved) and its refused lines."""
    batch.lines, batch.loaded, batch.known, batch.refused = report.lines, report.added, report.known, report.refused
    batch.summary = {
        "first_day": report.first_day,
        "last_day": report.last_day,
        "natures": report.natures,
        "reasons": dict(report.reasons.most_common()),
        "personal": list(report.columns.personal),
        "others": list(report.columns.others),
    }
    RefusedPastLine.objects.filter(batch=batch).delete()
    RefusedPastLine.objects.bulk_create(
        [RefusedPastLine(batch=batch, line_number=n, reason=reason) for n, reason in sorted(report.refusals.items())],
        batch_size=2000,
    )


def useless(report: Report) -> FileRefused | None:
    """The refusal of a file not one line of which is a record, with the commonest reason."""
    if not report.lines:
        return FileRefused("empty", _("This file holds names of columns, and no record under them."))
    if report.refused < report.lines:
        return None
    ((commonest, _count),) = report.reasons.most_common(1)
    return FileRefused(
        "nothing",
        _("Not one line of this file could be read as a record. Most often: %(reason)s.")
        % {"reason": PastRefusal(commonest).label},
    )


def _take_in(batch: PastImport, path: Path, actor: Actor, progress: Progress, *, merge: bool) -> Report:
    table = open_table(path)
    columns = columns_of(table.header)
    report = Report(columns)
    reader = Reader(columns, line=batch.line, channel=batch.channel, organisation_id=organisation_of(actor))
    with connection.cursor() as cursor:
        cursor.execute(_STAGING)
        rows = _rows(table.rows(), reader, report, progress)
        # a statement went first: role and path are in force for the raw COPY
        cursor.copy_expert("COPY pg_temp.past_rows FROM STDIN (FORMAT csv)", Feed(_blocks(rows)))
        cursor.execute("ANALYZE pg_temp.past_rows")
        cursor.execute(_JUDGED)
        cursor.execute("SELECT n FROM past_judged WHERE differs ORDER BY n")
        for (number,) in cursor.fetchall():
            report.refuse(number, PastRefusal.DIFFERS)
        cursor.execute(_FIGURES)
        report.added, report.known, first, last = cursor.fetchone()
        report.first_day, report.last_day = first and first.isoformat(), last and last.isoformat()
        cursor.execute(_NATURES)
        report.natures = dict(cursor.fetchall())
        if merge:
            cursor.execute(_MERGE, [batch.pk])
        cursor.execute("DROP TABLE pg_temp.past_rows, pg_temp.past_judged")  # a second file may follow
    return report


def _rows(
    found: Iterator[tuple[int, list[str] | PastRefusal]], reader: Reader, report: Report, progress: Progress
) -> Iterator[tuple[int, Past]]:
    for number, row in found:
        report.lines += 1
        if report.lines % _BLOCK == 0:
            progress(report.lines)
        if isinstance(row, PastRefusal):
            report.refuse(number, row)
            continue
        try:
            past = reader.read(row)
        except Unreadable as error:
            report.refuse(number, error.reason, error.words)
        else:
            yield number, past


def _blocks(rows: Iterator[tuple[int, Past]]) -> Iterator[str]:
    while some := list(islice(rows, _BLOCK)):
        block = io.StringIO()
        csv.writer(block, quoting=csv.QUOTE_ALL).writerows(_staged(number, past) for number, past in some)
        yield block.getvalue()


def _staged(number: int, past: Past) -> tuple[Any, ...]:
    identity: UUID = past.id
    themes = "{" + ",".join(past.themes) + "}"  # codes: letters and underscores
    return (
        number, identity, past.opened_at.isoformat(), past.line_id, past.channel, past.nature, past.unwanted_kind, themes,
        past.relation, past.age_band, past.gender, past.departement, past.risk,
    )  # fmt: skip
