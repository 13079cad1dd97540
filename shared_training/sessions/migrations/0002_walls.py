"""Whose rows they are: an organisation's role reads its own, adds to them, and ends what is open; nothing else.

Reading and writing are what the pages need when somebody trains for that organisation; a completed record, a finished
lesson and an attempt are beyond its reach.
"""

from django.db import migrations

from tess.kernel.tenancy.operations import AppendOnly, OwnRows

_ENROLMENT, _READ, _ATTEMPT = "training_sessions_enrolment", "training_sessions_lessonread", "training_sessions_attempt"


def _of_its_enrolment(table: str) -> migrations.RunSQL:
    """The row's organisation is its enrolment's."""
    return migrations.RunSQL(
        f"ALTER TABLE public.{table} ADD CONSTRAINT {table}_same_organisation"
        f" FOREIGN KEY (enrolment_id, organisation_id) REFERENCES public.{_ENROLMENT} (id, organisation_id)",
        f"ALTER TABLE public.{table} DROP CONSTRAINT {table}_same_organisation",
    )


def _only_while_open(table: str, columns: str, is_open: str) -> migrations.RunSQL:
    """An organisation's role updates these columns alone, and no row that has ended."""
    return migrations.RunSQL(
        f"REVOKE UPDATE ON public.{table} FROM tess_base;"
        f"GRANT UPDATE ({columns}) ON public.{table} TO tess_base;"
        f"CREATE POLICY open ON public.{table} AS RESTRICTIVE FOR UPDATE TO tess_base"
        f" USING ({is_open}) WITH CHECK (true);",
        f"DROP POLICY open ON public.{table};",
    )


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_outbox_read_back"), ("training_sessions", "0001_initial")]

    operations = [
        OwnRows(_ENROLMENT, insert=True, update=True, insert_check="state = 'enrolled'"),
        OwnRows(_READ, insert=True, update=True, insert_check="finished_at IS NULL"),
        OwnRows(_ATTEMPT, insert=True),
        _only_while_open(_ENROLMENT, "state, ended_at, minutes", "state = 'enrolled'"),
        _only_while_open(_READ, "finished_at, minutes", "finished_at IS NULL"),
        _of_its_enrolment(_READ),
        _of_its_enrolment(_ATTEMPT),
        AppendOnly(f"public.{_ATTEMPT}", shared=True),
    ]
