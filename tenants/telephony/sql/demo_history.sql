-- Invented calls, a row each, from hashes of (line, day, rank): the same whatever the plan or the machine.
INSERT INTO telephony_call (line_id, source, external_id, queue, agent, started_at, answered_at, ended_at,
                            wait_seconds, talk_seconds, outcome)
WITH presented AS (
  SELECT day, rank, 'demo-' || to_char(day, 'YYMMDD') || '-' || rank AS id
  FROM unnest(%(days)s::date[], %(counts)s::int[]) AS d(day, number), generate_series(1, number) AS rank),
dice AS (
  SELECT presented.*, u.*
  FROM presented, LATERAL (SELECT %(seed)s || id AS seed) s, LATERAL (
    SELECT pg_catalog.hashtextextended(seed, 1) AS a, pg_catalog.hashtextextended(seed, 2) AS b OFFSET 0) h,
  LATERAL (  -- six numbers between 0 and 1, never 0
    SELECT ((a & 1048575) + 1) / 1048577.0::float AS u1, (((a >> 20) & 1048575) + 1) / 1048577.0::float AS u2,
           (((a >> 40) & 1048575) + 1) / 1048577.0::float AS u3, ((b & 1048575) + 1) / 1048577.0::float AS u4,
           (((b >> 20) & 1048575) + 1) / 1048577.0::float AS u5, (((b >> 40) & 1048575) + 1) / 1048577.0::float AS u6
    OFFSET 0) u),
hours AS (
  SELECT *, width_bucket(u1, %(steps)s::float[]) AS hour FROM dice OFFSET 0),
fates AS (  -- the fuller the hour, the fewer get through: 54 in a hundred over a week
  SELECT *, CASE WHEN u3 < greatest(0.30, least(0.80, 0.68 - 0.11 * (%(load)s::float[])[hour + 1])) THEN 'answered'
                 WHEN u4 < 0.80 THEN 'abandoned' WHEN u4 < 0.88 THEN 'timeout' WHEN u4 < 0.93 THEN 'full'
                 WHEN u4 < 0.97 THEN 'leaveempty' WHEN u4 < 0.99 THEN 'joinempty' ELSE 'phantom' END AS fate
  FROM hours OFFSET 0),
lengths AS (
  SELECT *, (day + make_interval(hours => hour, secs => floor(u2 * 3600))) AT TIME ZONE 'Europe/Paris' AS started,
         CASE fate WHEN 'answered' THEN 4 + floor(-38 * ln(u5)) WHEN 'abandoned' THEN 5 + floor(-85 * ln(u5))
                   WHEN 'timeout' THEN 300 ELSE 2 + floor(6 * u5) END::bigint AS wait,
         CASE WHEN fate <> 'answered' THEN 0
              WHEN u6 < 0.26 THEN 4 + floor(-45 * ln(u4))  -- silence, a joke, a wrong number
              ELSE 300 + floor(-420 * ln(u4) - 480 * ln(u6)) END::bigint AS talk
  FROM fates OFFSET 0)
SELECT %(line)s, 'demo', id, 'ecoute',
       CASE WHEN fate = 'answered' THEN 'agent-' || lpad((1 + floor(u2 * %(agents)s))::text, 2, '0') ELSE '' END,
       started, CASE WHEN fate = 'answered' THEN started + make_interval(secs => wait) END,
       started + make_interval(secs => wait + talk), wait, talk, fate
FROM lengths ORDER BY started, rank
