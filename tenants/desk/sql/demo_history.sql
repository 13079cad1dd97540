-- Invented records, for about three answered calls in four. Chance is hashed from the call's own key: the same calls give
-- the same records. Lists come with their steps, the shares cumulated.
INSERT INTO desk_contact (id, state, version, channel, line_id, call_id, listener_id, nature, unwanted_kind, themes, relation,
                          age_band, gender, departement, risk, consent, opened_at, saved_at, closed_at)
WITH calls AS (
  SELECT c.*, %(seed)s || c.source || c.external_id || to_char(c.started_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISS') AS seed
  FROM telephony_call c LEFT JOIN desk_contact d ON d.call_id = c.id
  WHERE c.outcome = 'answered' AND c.started_at < %(until)s AND d.id IS NULL),
dice AS (
  SELECT calls.*, u.*
  FROM calls, LATERAL (
    SELECT pg_catalog.hashtextextended(seed, 11) AS a, pg_catalog.hashtextextended(seed, 12) AS b,
           pg_catalog.hashtextextended(seed, 13) AS c, pg_catalog.hashtextextended(seed, 14) AS d OFFSET 0) h,
  LATERAL (  -- twelve numbers between 0 and 1
    SELECT (a & 1048575) / 1048576.0::float AS kept, ((a >> 20) & 1048575) / 1048576.0::float AS what,
           ((a >> 40) & 1048575) / 1048576.0::float AS kind, (b & 1048575) / 1048576.0::float AS theme,
           ((b >> 20) & 1048575) / 1048576.0::float AS second, ((b >> 40) & 1048575) / 1048576.0::float AS two,
           (c & 1048575) / 1048576.0::float AS age, ((c >> 20) & 1048575) / 1048576.0::float AS who,
           ((c >> 40) & 1048575) / 1048576.0::float AS she, (d & 1048575) / 1048576.0::float AS danger,
           ((d >> 20) & 1048575) / 1048576.0::float AS place, ((d >> 40) & 1048575) / 1048576.0::float AS asked
    OFFSET 0) u),
kept AS (  -- what was not meant for us is short: the shortest quarter, give or take
  SELECT *, percent_rank() OVER (PARTITION BY line_id ORDER BY talk_seconds * (0.4 + kind), id) < 0.25 AS unwanted,
         extract(hour FROM started_at AT TIME ZONE 'Europe/Paris') NOT BETWEEN 6 AND 21 AS night
  FROM dice WHERE kept < 0.75),
talk AS (
  SELECT *, (%(themes)s::text[])[1 + width_bucket(theme, %(theme_steps)s::float[])] AS first_theme,
         (%(themes)s::text[])[1 + width_bucket(second, %(theme_steps)s::float[])] AS second_theme
  FROM kept OFFSET 0),
said AS (
  SELECT *, CASE WHEN unwanted THEN ARRAY[]::text[]
                 WHEN night AND two < 0.22 THEN ARRAY['loneliness']  -- nights are lonelier
                 WHEN two > 0.66 AND second_theme <> first_theme THEN ARRAY[first_theme, second_theme]
                 ELSE ARRAY[first_theme] END AS about
  FROM talk OFFSET 0)
SELECT md5(seed || ' record')::uuid, 'closed', 3, 'phone', line_id, id,
       (%(listeners)s::uuid[])[1 + abs(pg_catalog.hashtextextended(agent || started_at::date, 15)
                                       %% array_length(%(listeners)s::uuid[], 1))],
       CASE WHEN unwanted THEN 'unwanted' WHEN what < 0.16 THEN 'information' ELSE 'support' END,
       CASE WHEN NOT unwanted THEN ''
            ELSE (ARRAY['silent', 'hang_up', 'joke', 'wrong_number', 'abusive', 'fantasy'])
                 [1 + width_bucket(what, ARRAY[0.30, 0.58, 0.76, 0.89, 0.96]::float[])] END,
       about,
       CASE WHEN unwanted THEN '' WHEN who < 0.85 THEN 'self' WHEN who < 0.97 THEN 'relative' ELSE 'professional' END,
       CASE WHEN unwanted THEN '' ELSE (ARRAY['under_18', '18_25', '26_39', '40_59', '60_74', '75_plus', 'unknown'])
                                       [1 + width_bucket(age, %(age_steps)s::float[])] END,
       CASE WHEN unwanted THEN '' WHEN she < 0.56 THEN 'woman' WHEN she < 0.94 THEN 'man' WHEN she < 0.95 THEN 'other'
            ELSE 'unknown' END,
       CASE WHEN unwanted OR place < 0.4 THEN ''
            ELSE (%(departements)s::text[])[1 + floor((place - 0.4) / 0.6 * array_length(%(departements)s::text[], 1))] END,
       CASE WHEN unwanted THEN '' WHEN danger < CASE WHEN 'suicide' = ANY (about) THEN 0.22 ELSE 0.02 END THEN 'high'
            WHEN danger < CASE WHEN 'suicide' = ANY (about) THEN 0.80 ELSE 0.20 END THEN 'watch' ELSE 'none' END,
       CASE WHEN unwanted OR asked < 0.55 THEN '' WHEN asked < 0.62 THEN 'refused' WHEN asked < 0.70 THEN 'not_asked'
            ELSE 'given' END,
       coalesce(answered_at, started_at) + interval '15 seconds', ended_at + make_interval(secs => 20 + floor(70 * asked)),
       ended_at + make_interval(secs => 20 + floor(70 * asked))
FROM said ORDER BY started_at, id
