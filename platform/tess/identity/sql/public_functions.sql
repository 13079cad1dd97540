-- allauth keeps addresses in a table of its own; the one of the account is always there, proven and first.
CREATE OR REPLACE FUNCTION public.identity_keep_address() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM public.account_emailaddress WHERE user_id = NEW.id AND "primary" AND email <> NEW.email;
  INSERT INTO public.account_emailaddress (user_id, email, verified, "primary") VALUES (NEW.id, NEW.email, true, true)
    ON CONFLICT (user_id, email) DO UPDATE SET verified = true, "primary" = true;
  RETURN NULL;
END $$;

-- A living session of an organisation and what it stands for, for every request there (tess.identity.presence): in a function,
-- so that a server's connection plans it once. Rows are whole, and `record` names no type: it stands before any table does.
CREATE OR REPLACE FUNCTION public.identity_presence(asked text, organisation uuid, at timestamptz) RETURNS SETOF record
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY SELECT s, m, u, o, p.second_factor_at IS NOT NULL, p.locked_at IS NOT NULL,
    -- where else the person may go: for the switcher of every page
    (SELECT json_agg(json_build_array(oo.slug, oo.name) ORDER BY oo.name)
     FROM public.identity_membership mm JOIN public.organisations_organisation oo ON oo.id = mm.organisation_id
     WHERE mm.user_id = s.user_id AND mm.active AND mm.organisation_id <> s.organisation_id AND oo.state = 'active'
       AND (mm.until IS NULL OR mm.until > at))
  FROM public.identity_session s
  -- a session whose parent is over is over too; a closed account or membership leaves the session without a member
  LEFT JOIN public.identity_session p ON p.session_key = s.parent_id
  LEFT JOIN public.organisations_organisation o ON o.id = s.organisation_id
  LEFT JOIN public.identity_user u ON u.id = s.user_id AND u.is_active
  LEFT JOIN public.identity_membership m ON m.user_id = u.id AND m.organisation_id = s.organisation_id AND m.active
    AND (m.until IS NULL OR m.until > at)
  WHERE s.session_key = asked AND s.organisation_id = organisation AND s.expire_date > at
    AND (s.parent_id IS NULL OR p.expire_date > at);
END $$;
