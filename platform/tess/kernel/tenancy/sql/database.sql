-- Once per database, by its owner, before the first migration; every statement may be run again.
CREATE SCHEMA IF NOT EXISTS ext;
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA ext;
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA ext;
CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA ext;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public, ext TO tess_app, tess_base, tess_commons_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO tess_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO tess_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO tess_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO tess_app;

-- Who am I: the role's name says it; nothing to set, nothing to forge. Not SECURITY DEFINER, or current_user would be the owner.
CREATE OR REPLACE FUNCTION public.current_organisation() RETURNS uuid LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT id FROM public.organisations_organisation
          WHERE 'o_' || current_database() || '_' || schema_name = current_user);
END $$;

-- Append-only tables. One function, in public, with no switch a role could set.
CREATE OR REPLACE FUNCTION public.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- The same for shared tables, save the proven erasure of one organisation: only the owner, only that organisation's rows.
CREATE OR REPLACE FUNCTION public.refuse_change_save_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_user = 'tess_owner'
     AND OLD.organisation_id::text = current_setting('tess.erasing_organisation', true) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- unaccent() is only STABLE (its dictionary could change); indexes need IMMUTABLE, and ours is fixed.
CREATE OR REPLACE FUNCTION public.plain_text(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT lower(ext.unaccent('ext.unaccent'::regdictionary, value))
$$;
