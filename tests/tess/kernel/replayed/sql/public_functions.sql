CREATE OR REPLACE FUNCTION public.replayed_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('INSERT INTO %I.replayed_journal (word) VALUES ($1)', TG_TABLE_SCHEMA) USING NEW.name;
  RETURN NULL;
END $$;

-- Another name, for it needs a column that 0002 adds (docs/adr/0008).
CREATE OR REPLACE FUNCTION public.replayed_note_city() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('INSERT INTO %I.replayed_journal (word) VALUES ($1)', TG_TABLE_SCHEMA) USING NEW.name || ' / ' || NEW.city;
  RETURN NULL;
END $$;
