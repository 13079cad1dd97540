"""Lines to calls, set-based: COPY of text into temporary tables, then one statement judges and one merges.

Everything happens inside the caller's transaction and the tables vanish with it, so nothing is ever half-loaded.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import connection

from tenants.telephony.domain import days, statements
from tenants.telephony.domain.layouts import outcomes_of
from tenants.telephony.models import RefusalReason
from tess.kernel.intake.feeding import Feed
from tess.kernel.intake.masking import mask_row, mask_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from uuid import UUID

    from django.db.backends.utils import CursorWrapper

    from tenants.telephony.domain.reading import Reading
    from tenants.telephony.models import ImportProfile

    Progress = Callable[[int], None]

MOST_REFUSALS = 10_000  # refused lines kept one by one; beyond, they are only counted
_MOST_DAYS = 20_000  # different days worth looking up; a file with more is not a file of calls


class Staging:
    """One file on its way in. Use the methods in order, within one transaction."""

    def __init__(self, reading: Reading, profile: ImportProfile, day: date | None) -> None:
        self.reading = reading
        self.profile = profile
        self.day = day
        self.refusals: dict[int, tuple[RefusalReason, str]] = {}
        self.reasons: Counter[str] = Counter()
        self.lines = 0

    def copy(self, progress: Progress) -> None:
        """Stage every line that could be cut; note those that could not. `progress` gets the number of lines so far."""
        columns = ", ".join(f"c{i} text" for i in range(len(self.reading.layout.picks)))
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE call_lines (n bigint, {columns}) ON COMMIT DROP")
            # a statement went first: role and path are in force for the raw COPY
            cursor.copy_expert("COPY pg_temp.call_lines FROM STDIN (FORMAT csv)", Feed(self._blocks(progress)))

    def _blocks(self, progress: Progress) -> Iterator[str]:
        pick = _picking(self.reading.layout.picks)
        for chunk in self.reading.chunks():
            for number, reason, text in chunk.faults:
                self._refuse(number, reason, mask_text(text))
            self.lines += len(chunk.rows) + len(chunk.faults)
            progress(self.lines)
            if chunk.rows:
                block = io.StringIO()
                csv.writer(block).writerows([(number, *pick(row)) for number, row in chunk.rows])
                yield block.getvalue()

    def _refuse(self, number: int, reason: RefusalReason, text: str) -> None:
        self.reasons[reason.value] += 1
        if len(self.refusals) < MOST_REFUSALS:
            self.refusals[number] = (reason, text)

    def judge(self) -> None:
        """Make of each staged line a call or a reason why not."""
        layout = self.reading.layout
        params: dict[str, Any] = {
            "nothing": list(self.profile.nothing),
            "zone": self.profile.time_zone,
            "day": self.day,
            "first": days.FIRST,
            "last": days.last(),
            "said": list(outcomes_of(self.profile)),
            "meant": list(outcomes_of(self.profile).values()),
        }
        with connection.cursor() as cursor:
            cursor.execute(statements.say(layout), params)
            found = [self.day] if self.day else self._look_up_days(cursor)
            judge = statements.judge(times_only=self.day is not None, clocks_change=_clocks_change(found, self.profile))
            cursor.execute(judge, params)
            cursor.execute("SELECT reason, count(*) FROM call_read WHERE reason IS NOT NULL GROUP BY 1")
            refused = dict(cursor.fetchall())
            self.reasons.update(refused)
            if refused:
                cursor.execute(
                    "SELECT n, reason FROM call_read WHERE reason IS NOT NULL ORDER BY n LIMIT %s", [MOST_REFUSALS]
                )
                self._note(dict(cursor.fetchall()))

    def _look_up_days(self, cursor: CursorWrapper) -> list[date]:
        """Days are few and written in many ways: each different one is read once, in Python."""
        cursor.execute(statements.DAYS, {"most": _MOST_DAYS})
        read = [(written, _day(written, self.profile)) for (written,) in cursor.fetchall()]
        cursor.execute("CREATE TEMP TABLE call_days (written text, day date) ON COMMIT DROP")
        cursor.execute(
            "INSERT INTO call_days SELECT * FROM unnest(%s::text[], %s::date[])",
            [[written for written, day in read if day], [day for _written, day in read if day]],
        )
        cursor.execute("ANALYZE call_days")
        return [day for _written, day in read if day]

    def merge(self, batch_id: UUID) -> int:
        """Add the calls not known yet; returns how many. Calls known with other times or outcome become refusals."""
        key: dict[str, Any] = {"line": self.profile.line_id, "source": self.profile.source}
        with connection.cursor() as cursor:
            cursor.execute(statements.MERGE, {**key, "batch": batch_id})
            added = int(cursor.rowcount)
            self._set_apart(cursor, "telephony_call", key, added)
        return added

    def rehearse(self) -> int:
        """What `merge` would add, written to a temporary table only."""
        key: dict[str, Any] = {"line": self.profile.line_id, "source": self.profile.source}
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE call_read")
            cursor.execute(statements.REHEARSAL_TABLE)
            cursor.execute(statements.REHEARSE, key)
            added = int(cursor.rowcount)
            self._set_apart(cursor, "call_trial", key, added)
        return added

    def _set_apart(self, cursor: CursorWrapper, table: str, key: dict[str, Any], added: int) -> None:
        """Of the lines that added nothing, those that contradict what is known."""
        cursor.execute("SELECT count(*) FROM call_read WHERE reason IS NULL")
        if cursor.fetchone()[0] == added:
            return
        cursor.execute("ANALYZE call_read")
        for known in {table, "telephony_call"}:
            cursor.execute(statements.differing(known), key)
            found = [n for (n,) in cursor.fetchall()]
            self.reasons[RefusalReason.DIFFERS.value] += len(found)
            self._note(dict.fromkeys(found[:MOST_REFUSALS], RefusalReason.DIFFERS.value))

    def _note(self, found: dict[int, str]) -> None:
        """Keep the masked text of lines SQL refused: read again from the file, only when there are any."""
        layout = self.reading.layout
        times, shown, wanted = layout.time_columns, frozenset(layout.picks), dict(found)
        for chunk in self.reading.chunks() if wanted else ():
            for number, row in chunk.rows:
                reason = wanted.pop(number, None)
                if reason is not None and len(self.refusals) < MOST_REFUSALS:
                    text = mask_row(row, times=times, shown=shown)
                    self.refusals[number] = (RefusalReason(reason), text)
            if not wanted:
                return

    def figures(self) -> dict[str, Any]:
        """What the accepted lines say: by outcome, by hour of the day (local), first and last day."""
        with connection.cursor() as cursor:
            cursor.execute(statements.BY_OUTCOME)
            outcomes = dict(cursor.fetchall())
            cursor.execute(statements.BY_HOUR, {"zone": self.profile.time_zone})
            hours = cursor.fetchall()
            cursor.execute(statements.SPAN, {"zone": self.profile.time_zone})
            first, last = cursor.fetchone()
        return {
            "outcomes": outcomes,
            "hours": hours,
            "first_day": first and first.isoformat(),
            "last_day": last and last.isoformat(),
            "reasons": {reason: count for reason, count in self.reasons.most_common() if count},
        }

    def clear(self) -> None:
        """Drop the tables: a second file may follow in the same transaction."""
        with connection.cursor() as cursor:
            cursor.execute(statements.CLEAR)


def _picking(columns: tuple[int, ...]) -> Callable[[Sequence[str]], Sequence[str]]:
    """What takes these columns of a row, as a sequence though there be but one."""
    if len(columns) == 1:
        (only,) = columns
        return lambda row: (row[only],)
    return itemgetter(*columns)


def _day(written: str, profile: ImportProfile) -> date | None:
    try:
        found = datetime.strptime(written, profile.day_format).date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2100 else None  # noqa: PLR2004  beyond, it is written otherwise than the profile says


def _clocks_change(days: list[date], profile: ImportProfile) -> bool:
    """Whether the clocks change on one of these days, or the one after (a call may run past midnight)."""
    zone = ZoneInfo(profile.time_zone)

    def offset(day: date) -> timedelta | None:
        return datetime.combine(day, time(), zone).utcoffset()

    return any(offset(day) != offset(day + timedelta(days=2)) for day in days)
