-- What tenants.activity keeps of calls, in the transaction that writes them. A statement trigger in each organisation's
-- schema calls this, under the organisation's role; the tables are those beside the one that changed, whatever the search path.
-- Each statement that changes a figure also notes the days it changed, for the next publication.
-- Names only what the migration that attaches it had: needing more, it takes a new name (docs/adr/0008).
CREATE OR REPLACE FUNCTION public.activity_count_calls() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed text;
BEGIN
  changed := CASE TG_OP
    WHEN 'INSERT' THEN 'SELECT 1 AS sign, * FROM new_calls'
    WHEN 'DELETE' THEN 'SELECT -1 AS sign, * FROM old_calls'
    ELSE 'SELECT 1 AS sign, * FROM new_calls UNION ALL SELECT -1 AS sign, * FROM old_calls'
  END;
  EXECUTE format($sql$
    WITH written AS (
      INSERT INTO %1$I.activity_callhour
        (line_id, hour, presented, answered, abandoned, phantom, closed, unknown, wait_seconds, talk_seconds)
      SELECT * FROM (
        SELECT line_id, date_trunc('hour', started_at, 'UTC') AS hour,
          sum(sign * (outcome NOT IN ('phantom', 'closed'))::int) AS presented,
          sum(sign * (outcome = 'answered')::int) AS answered,
          sum(sign * (outcome = 'abandoned')::int) AS abandoned,
          sum(sign * (outcome = 'phantom')::int) AS phantom,
          sum(sign * (outcome = 'closed')::int) AS closed,
          sum(sign * (outcome = 'unknown')::int) AS unknown,
          sum(sign * CASE WHEN outcome = 'answered' THEN wait_seconds ELSE 0 END) AS wait_seconds,
          sum(sign * CASE WHEN outcome = 'answered' THEN talk_seconds ELSE 0 END) AS talk_seconds
        FROM (%2$s) AS changed GROUP BY 1, 2
      ) AS hours
      WHERE (presented, answered, abandoned, phantom, closed, unknown, wait_seconds, talk_seconds) <> (0, 0, 0, 0, 0, 0, 0, 0)
      RETURNING hour
    )
    INSERT INTO %1$I.activity_changedday (day) SELECT DISTINCT (hour AT TIME ZONE 'Europe/Paris')::date FROM written
  $sql$, TG_TABLE_SCHEMA, changed);
  EXECUTE format($sql$
    WITH written AS (
      INSERT INTO %1$I.activity_callwait (line_id, day, seconds, answered, abandoned)
      SELECT * FROM (
        SELECT line_id, (started_at AT TIME ZONE 'Europe/Paris')::date AS day, least(wait_seconds, 3600) AS seconds,
          sum(sign * (outcome = 'answered')::int) AS answered,
          sum(sign * (outcome = 'abandoned')::int) AS abandoned
        FROM (%2$s) AS changed WHERE outcome IN ('answered', 'abandoned') GROUP BY 1, 2, 3
      ) AS waits
      WHERE (answered, abandoned) <> (0, 0)
      RETURNING day
    )
    INSERT INTO %1$I.activity_changedday (day) SELECT DISTINCT day FROM written
  $sql$, TG_TABLE_SCHEMA, changed);
  RETURN NULL;
END $$;

-- The same for contact records. A record saved as one types changes no figure, so it writes nothing here.
CREATE OR REPLACE FUNCTION public.activity_count_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed text;
BEGIN
  changed := CASE TG_OP
    WHEN 'INSERT' THEN 'SELECT 1 AS sign, * FROM new_contacts'
    WHEN 'DELETE' THEN 'SELECT -1 AS sign, * FROM old_contacts'
    ELSE 'SELECT 1 AS sign, * FROM new_contacts UNION ALL SELECT -1 AS sign, * FROM old_contacts'
  END;
  EXECUTE format($sql$
    WITH written AS (
      INSERT INTO %1$I.activity_contactday (line_id, channel, day, opened, closed, unwanted)
      SELECT * FROM (
        SELECT line_id, channel, (opened_at AT TIME ZONE 'Europe/Paris')::date AS day,
          sum(sign) AS opened,
          sum(sign * (state = 'closed')::int) AS closed,
          sum(sign * (state = 'closed' AND nature = 'unwanted')::int) AS unwanted
        FROM (%2$s) AS changed GROUP BY 1, 2, 3
      ) AS days
      WHERE (opened, closed, unwanted) <> (0, 0, 0)
      RETURNING day
    )
    INSERT INTO %1$I.activity_changedday (day) SELECT DISTINCT day FROM written
  $sql$, TG_TABLE_SCHEMA, changed);
  RETURN NULL;
END $$;
