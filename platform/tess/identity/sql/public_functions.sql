-- allauth keeps addresses in a table of its own; the one of the account is always there, proven and first.
CREATE OR REPLACE FUNCTION public.identity_keep_address() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM public.account_emailaddress WHERE user_id = NEW.id AND "primary" AND email <> NEW.email;
  INSERT INTO public.account_emailaddress (user_id, email, verified, "primary") VALUES (NEW.id, NEW.email, true, true)
    ON CONFLICT (user_id, email) DO UPDATE SET verified = true, "primary" = true;
  RETURN NULL;
END $$;
