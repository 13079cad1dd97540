# ruff: noqa: S608
"""The SQL of an import. Column names come from our own layouts; every value is a parameter."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING

from tenants.telephony.models.call import OUTSIDE_NUMBER

if TYPE_CHECKING:
    from tenants.telephony.domain.layouts import Layout

_TIME = r"^([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"
_DURATION = r"^([0-9]{1,5}|[0-9]{1,2}:[0-5][0-9]:[0-5][0-9])$"  # seconds, or hours:minutes:seconds
_PASSAGES = (("s_local", "started_at"), ("e_local", "ended_at"), ("a_local", "answered_at"))
_NUMBER = OUTSIDE_NUMBER
_LONGEST_ID = 80
_LONGEST_NAME = 40


CLEAR = "DROP TABLE IF EXISTS " + ", ".join(
    f"pg_temp.call_{name}" for name in ("lines", "said", "days", "read", "trial")
)


def say(layout: Layout) -> str:
    """CREATE TABLE call_said: each line's fields as text under the names of our roles; a time that did not happen is NULL."""
    return f"""
    CREATE TEMP TABLE call_said ON COMMIT DROP AS
    SELECT n, id, queue, agent, outcome, s, a, e, w, t
    FROM call_lines, LATERAL (
      SELECT {layout.expression("external_id")} AS id, {layout.expression("queue")} AS queue,
             {layout.expression("agent")} AS agent, btrim({layout.expression("outcome")}) AS outcome,
             {layout.expression("started")} AS said_s, {layout.expression("answered")} AS said_a,
             {layout.expression("ended")} AS said_e, {layout.expression("wait")} AS w, {layout.expression("talk")} AS t
      OFFSET 0) q,
    LATERAL (
      SELECT {_plain("said_s")} AS s, CASE WHEN said_a <> ALL(%(nothing)s) THEN {_plain("said_a")} END AS a,
             CASE WHEN said_e <> ALL(%(nothing)s) THEN {_plain("said_e")} END AS e OFFSET 0) moments"""


def _plain(moment: str) -> str:
    return f"NULLIF(translate({moment}, 'T', ' '), '')"


DAYS = """
SELECT DISTINCT split_part(v.written, ' ', 1) FROM call_said, LATERAL (VALUES (s), (a), (e)) v(written)
WHERE v.written IS NOT NULL AND strpos(split_part(v.written, ' ', 1), ':') = 0 LIMIT %(most)s"""


def judge(*, times_only: bool, clocks_change: bool) -> str:
    """CREATE TABLE call_read: one row a line said, a call or the reason why not.

    Local times become moments by %(zone)s. Of the two passages of an hour played twice, the first is meant unless the
    end would then precede the start. A local time the clocks skipped is refused. An answer or an end that is not told is
    made of the durations. Without `clocks_change` (no day of the file has a change of clocks) every local time is one
    moment, and half the conversions are spared.
    OFFSET 0 keeps the planner from working the same expression out again in every place that names it (thirty times slower).
    """
    first = _first if clocks_change else _only
    skipped = f"WHEN {' OR '.join(starmap(_skipped, _PASSAGES))} THEN 'gap'" if clocks_change else ""
    return f"""
    CREATE TEMP TABLE call_read ON COMMIT DROP AS
    WITH local AS ({_local_times_only() if times_only else _local_with_days()} OFFSET 0),
    passages AS (
      SELECT n, id, queue, agent, s, a, e, w, t, s_local, a_local, e_local, meant, {first("s_local")} AS started_at,
             {_duration("w")} AS waited, {_duration("t")} AS talked,
             CASE WHEN meant = 'answered' THEN {first("a_local")} END AS a1,
             CASE WHEN meant = 'answered' THEN a_local AT TIME ZONE %(zone)s END AS a2,
             {first("e_local")} AS e1, e_local AT TIME ZONE %(zone)s AS e2
      FROM local LEFT JOIN unnest(%(said)s::text[], %(meant)s::text[]) AS m(said, meant) ON m.said = outcome OFFSET 0),
    answers AS (
      SELECT *, COALESCE(CASE WHEN a1 >= started_at THEN a1 ELSE a2 END,
                         CASE WHEN meant = 'answered' THEN started_at + waited END) AS answered_at
      FROM passages OFFSET 0),
    moments AS (
      SELECT *, COALESCE(CASE WHEN e1 >= COALESCE(answered_at, started_at) THEN e1 ELSE e2 END,
                         CASE WHEN meant = 'answered' THEN answered_at + talked ELSE started_at + waited END) AS ended_at
      FROM answers OFFSET 0)
    SELECT n, id AS external_id, {_name("queue")} AS queue, {_name("agent")} AS agent, meant AS outcome,
           started_at, answered_at, ended_at,
           CASE WHEN id IS NULL THEN 'no_id'
                WHEN length(id) > {_LONGEST_ID} THEN 'too_long'
                WHEN id ~ '{_NUMBER}' THEN 'number'
                WHEN s IS NULL THEN 'no_start'
                WHEN e IS NULL AND (w IS NULL OR (t IS NULL AND meant = 'answered')) THEN 'no_end'
                WHEN s_local IS NULL OR (a IS NOT NULL AND a_local IS NULL) OR (e IS NOT NULL AND e_local IS NULL)
                  OR (w IS NOT NULL AND waited IS NULL) OR (t IS NOT NULL AND talked IS NULL) THEN 'date'
                WHEN s_local < %(first)s OR GREATEST(s_local, a_local, e_local) >= %(last)s::date + 1 THEN 'day'
                WHEN meant IS NULL THEN 'outcome'
                {skipped}
                WHEN answered_at < started_at THEN 'answer_before_start'
                WHEN ended_at < COALESCE(answered_at, started_at) THEN 'end_before_answer'
           END AS reason
    FROM moments"""


def _local_with_days() -> str:
    """An answer or an end may be a time alone: it is of the day of the start, or past midnight."""

    def local(letter: str) -> str:
        time = f"split_part({letter}, ' ', 2)"
        return f"CASE WHEN {time} ~ '{_TIME}' THEN {letter}d.day + {time}::time END AS {letter}_local"

    def alone(letter: str) -> str:
        same_day = f"CASE WHEN {letter} ~ '{_TIME}' THEN s_local::date + {letter}::time END"
        return f"COALESCE({letter}_local, {_after_midnight(same_day)}) AS {letter}_local"

    joins = " ".join(f"LEFT JOIN call_days {x}d ON {x}d.written = split_part({x}, ' ', 1)" for x in "sae")
    given = f"""SELECT n, id, queue, agent, outcome, s, a, e, w, t, {local("s")}, {local("a")}, {local("e")}
                FROM call_said {joins} OFFSET 0"""
    return (
        f"""SELECT n, id, queue, agent, outcome, s, a, e, w, t, s_local, {alone("a")}, {alone("e")} FROM ({given}) g"""
    )


def _local_times_only() -> str:
    def local(letter: str) -> str:
        return f"CASE WHEN {letter} ~ '{_TIME}' THEN %(day)s::date + {letter}::time END AS {letter}_local"

    given = f"""SELECT n, id, queue, agent, outcome, s, a, e, w, t, {local("s")}, {local("a")}, {local("e")}
                FROM call_said OFFSET 0"""
    return f"""SELECT n, id, queue, agent, outcome, s, a, e, w, t, s_local, {_after_midnight("a_local")} AS a_local,
               {_after_midnight("e_local")} AS e_local FROM ({given}) g"""


def _after_midnight(moment: str) -> str:
    return f"CASE WHEN {moment} < s_local - interval '12 hours' THEN {moment} + interval '1 day' ELSE {moment} END"


def _duration(text: str) -> str:
    whole = f"CASE WHEN strpos({text}, ':') = 0 THEN {text} || ' seconds' ELSE {text} END"
    return f"CASE WHEN {text} ~ '{_DURATION}' THEN ({whole})::interval END"


def _first(local: str) -> str:
    """The first of the moments a local time may be: PostgreSQL itself takes the second."""
    return (
        f"LEAST({local} AT TIME ZONE %(zone)s, "
        f"(({local} - interval '1 hour') AT TIME ZONE %(zone)s) + interval '1 hour')"
    )


def _only(local: str) -> str:
    return f"{local} AT TIME ZONE %(zone)s"


def _skipped(local: str, moment: str) -> str:
    return f"{moment} AT TIME ZONE %(zone)s <> {local}"


def _name(column: str) -> str:
    """A queue's or an agent's name; an outside number is left out, whoever's it is."""
    trimmed = f"left(btrim({column}), {_LONGEST_NAME})"
    return f"CASE WHEN {trimmed} IS NULL OR {trimmed} ~ '{_NUMBER}' THEN '' ELSE {trimmed} END"


_NEW = """
  SELECT external_id, queue, agent, started_at, answered_at, ended_at,
         floor(extract(epoch FROM COALESCE(answered_at, ended_at) - started_at))::bigint AS wait_seconds,
         COALESCE(floor(extract(epoch FROM ended_at - answered_at))::bigint, 0) AS talk_seconds, outcome
  FROM call_read WHERE reason IS NULL ORDER BY n"""

MERGE = f"""
INSERT INTO telephony_call (line_id, source, batch_id, external_id, queue, agent, started_at, answered_at, ended_at,
                            wait_seconds, talk_seconds, outcome)
SELECT %(line)s, %(source)s, %(batch)s, q.* FROM ({_NEW}) q
ON CONFLICT (line_id, source, external_id, started_at) DO NOTHING"""

REHEARSAL_TABLE = """
CREATE TEMP TABLE call_trial (line_id bigint, source text, external_id text, started_at timestamptz, answered_at timestamptz,
  ended_at timestamptz, outcome text, UNIQUE (external_id, started_at)) ON COMMIT DROP"""

REHEARSE = """
INSERT INTO call_trial
SELECT %(line)s, %(source)s, external_id, started_at, answered_at, ended_at, outcome FROM call_read r
WHERE reason IS NULL AND NOT EXISTS (
  SELECT 1 FROM telephony_call c WHERE (c.line_id, c.source, c.external_id, c.started_at)
                                     = (%(line)s, %(source)s, r.external_id, r.started_at))
ORDER BY n ON CONFLICT DO NOTHING"""


def differing(known: str) -> str:
    """Mark and return the lines whose call is in `known` with another answer, end or outcome."""
    return f"""
    WITH marked AS (
      UPDATE call_read r SET reason = 'differs' FROM {known} c
      WHERE r.reason IS NULL AND (c.line_id, c.source) = (%(line)s, %(source)s)
        AND c.external_id = r.external_id AND c.started_at = r.started_at
        AND (c.answered_at, c.ended_at, c.outcome) IS DISTINCT FROM (r.answered_at, r.ended_at, r.outcome)
      RETURNING n)
    SELECT n FROM marked ORDER BY n"""


BY_OUTCOME = "SELECT outcome, count(*) FROM call_read WHERE reason IS NULL GROUP BY 1 ORDER BY 2 DESC, 1"

BY_HOUR = """
SELECT extract(hour FROM started_at AT TIME ZONE %(zone)s)::int, count(*), count(*) FILTER (WHERE outcome = 'answered'),
       count(*) FILTER (WHERE outcome = 'abandoned')
FROM call_read WHERE reason IS NULL GROUP BY 1 ORDER BY 1"""

SPAN = """
SELECT min(started_at AT TIME ZONE %(zone)s)::date, max(started_at AT TIME ZONE %(zone)s)::date
FROM call_read WHERE reason IS NULL"""
