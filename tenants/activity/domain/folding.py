"""Sum the differences that triggers appended, so that a day stays a handful of rows however its calls arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

if TYPE_CHECKING:
    from datetime import datetime

# One statement each: a reader sees the rows before or after, never both nor neither. Two folds at once wait for each
# other on the rows; whoever comes second finds them gone.
_HOURS = """
WITH gone AS (DELETE FROM activity_callhour WHERE hour >= %(start)s AND hour < %(end)s RETURNING *)
INSERT INTO activity_callhour
  (line_id, hour, presented, answered, abandoned, phantom, closed, unknown, wait_seconds, talk_seconds)
SELECT * FROM (
  SELECT line_id, hour, sum(presented) AS presented, sum(answered) AS answered, sum(abandoned) AS abandoned,
    sum(phantom) AS phantom, sum(closed) AS closed, sum(unknown) AS unknown,
    sum(wait_seconds) AS wait_seconds, sum(talk_seconds) AS talk_seconds
  FROM gone GROUP BY 1, 2
) AS folded
WHERE (presented, answered, abandoned, phantom, closed, unknown, wait_seconds, talk_seconds) <> (0, 0, 0, 0, 0, 0, 0, 0)
"""
_WAITS = """
WITH gone AS (
  DELETE FROM activity_callwait
  WHERE day >= (%(start)s AT TIME ZONE 'Europe/Paris')::date AND day < (%(end)s AT TIME ZONE 'Europe/Paris')::date
  RETURNING *
)
INSERT INTO activity_callwait (line_id, day, seconds, answered, abandoned)
SELECT * FROM (
  SELECT line_id, day, seconds, sum(answered) AS answered, sum(abandoned) AS abandoned FROM gone GROUP BY 1, 2, 3
) AS folded
WHERE (answered, abandoned) <> (0, 0)
"""
_CONTACTS = """
WITH gone AS (
  DELETE FROM activity_contactday
  WHERE day >= (%(start)s AT TIME ZONE 'Europe/Paris')::date AND day < (%(end)s AT TIME ZONE 'Europe/Paris')::date
  RETURNING *
)
INSERT INTO activity_contactday (line_id, channel, day, opened, closed, unwanted)
SELECT * FROM (
  SELECT line_id, channel, day, sum(opened) AS opened, sum(closed) AS closed, sum(unwanted) AS unwanted
  FROM gone GROUP BY 1, 2, 3
) AS folded
WHERE (opened, closed, unwanted) <> (0, 0, 0)
"""


def fold(start: datetime, end: datetime) -> None:
    """Fold what happened from `start` to `end` (midnights of Paris, `end` excluded). Changes no figure."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (_HOURS, _WAITS, _CONTACTS):
            cursor.execute(statement, {"start": start, "end": end})
