-- A relay proposed in about one conversation in ten, after its first theme; its name and number as the directory has them.
INSERT INTO desk_referral (id, contact_id, service_id, service_name, service_number, state, proposed_at, changed_at)
SELECT md5(c.id::text || ' referral')::uuid, c.id, s.id, s.name, s.number,
       (ARRAY['accepted', 'put_through', 'declined', 'proposed'])[1 + width_bucket(u.state, ARRAY[0.58, 0.74, 0.92]::float[])],
       c.opened_at + (c.closed_at - c.opened_at) * 0.7, c.opened_at + (c.closed_at - c.opened_at) * 0.8
FROM desk_contact c
JOIN unnest(%(themes)s::text[], %(numbers)s::text[]) AS told(theme, number) ON told.theme = c.themes[1]
JOIN public.relays_service s ON s.number = told.number,
LATERAL (SELECT (pg_catalog.hashtextextended(c.id::text, 21) & 1048575) / 1048576.0::float AS proposed,
                ((pg_catalog.hashtextextended(c.id::text, 21) >> 20) & 1048575) / 1048576.0::float AS state OFFSET 0) u
WHERE c.state = 'closed' AND c.nature <> 'unwanted' AND u.proposed < 0.16
ON CONFLICT DO NOTHING
