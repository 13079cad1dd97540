-- Once per cluster, by its superuser; run again, it changes nothing. See docs/adr on tenancy for who does what.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tess_owner') THEN CREATE ROLE tess_owner; END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tess_app') THEN CREATE ROLE tess_app; END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tess_base') THEN CREATE ROLE tess_base; END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tess_commons_reader') THEN CREATE ROLE tess_commons_reader; END IF;
END
$$;

-- Owns the tables, migrates, provisions organisations; never serves a page.
ALTER ROLE tess_owner LOGIN INHERIT NOSUPERUSER CREATEROLE CREATEDB NOBYPASSRLS NOREPLICATION;
-- Serves pages; has an organisation's rights only while it has taken its role.
ALTER ROLE tess_app LOGIN NOINHERIT NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS NOREPLICATION;
-- Holds what every organisation may do; each organisation's role is a member.
ALTER ROLE tess_base NOLOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS NOREPLICATION;
-- Reads the shared pages shown at organisations' hosts.
ALTER ROLE tess_commons_reader NOLOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS NOREPLICATION;

-- From PostgreSQL 16 CREATEROLE alone no longer lets one grant a role somebody else made.
GRANT tess_base TO tess_owner WITH ADMIN OPTION;
GRANT tess_commons_reader TO tess_owner WITH ADMIN OPTION;
GRANT tess_commons_reader TO tess_app;
