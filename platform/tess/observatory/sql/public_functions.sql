-- Whether an organisation's latest word on its statistics is yes. Runs as the asker, who sees its own rows.
CREATE OR REPLACE FUNCTION public.statistics_agreed(asked uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN coalesce((SELECT given FROM public.observatory_statisticsconsent
                   WHERE organisation_id = asked ORDER BY id DESC LIMIT 1), false);
END $$;
