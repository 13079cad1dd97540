-- Records without calls, spread over a year; chance is hashed from the row's number.
INSERT INTO desk_contact (id, state, version, channel, line_id, listener_id, nature, unwanted_kind, themes, relation, age_band,
                          gender, departement, risk, consent, opened_at, saved_at, closed_at)
SELECT gen_random_uuid(), 'closed', 2, 'phone',
       (SELECT id FROM telephony_line WHERE active ORDER BY id LIMIT 1),
       (SELECT array_agg(id ORDER BY id) FROM people_person)[1 + n %% (SELECT count(*) FROM people_person)::int],
       CASE WHEN n %% 7 = 0 THEN 'information' ELSE 'support' END, '',
       ARRAY[(ARRAY['loneliness', 'grief', 'family', 'couple', 'health', 'work'])[1 + n %% 6]],
       'self', '40_59', 'woman', '29', 'none', 'given', at, at + interval '20 minutes', at + interval '20 minutes'
FROM (SELECT n, now() - interval '1 hour' - (n %% 365) * interval '1 day' - (n %% 1440) * interval '1 minute' AS at
      FROM generate_series(1, %(contacts)s) n) spread
