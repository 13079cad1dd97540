"""What makes the hours a ledger; a migration of its own, as Django adds unique constraints at the end of one."""

from django.db import migrations

from tess.kernel.tenancy.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        # a counter-entry undoes exactly its entry: same person, same component, opposite minutes
        migrations.RunSQL(
            "ALTER TABLE people_hoursentry ADD CONSTRAINT people_hours_reversal_matches"
            " FOREIGN KEY (reverses_id, person_id, component, minutes_undone)"
            " REFERENCES people_hoursentry (id, person_id, component, minutes)",
            "ALTER TABLE people_hoursentry DROP CONSTRAINT people_hours_reversal_matches",
        ),
        AppendOnly("people_hoursentry"),
    ]
