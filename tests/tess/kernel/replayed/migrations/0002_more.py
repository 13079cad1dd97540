import django.contrib.postgres.constraints as pc
from django.db import migrations, models

from tess.kernel.tenancy.operations import AppendOnly


class Migration(migrations.Migration):
    """Plain DDL: rendered once, replayed everywhere. A trigger changes over to a function that knows the new column."""

    dependencies = [("replayed", "0001_initial")]
    operations = [
        migrations.AddField("resource", "city", models.CharField(max_length=100, db_default="")),
        migrations.RunSQL(
            "DROP TRIGGER replayed_note ON replayed_resource;"
            "CREATE TRIGGER replayed_note AFTER INSERT ON replayed_resource"
            " FOR EACH ROW EXECUTE FUNCTION public.replayed_note_city();"
        ),
        migrations.AddField("slot", "seat", models.IntegerField(default=1)),
        migrations.AddIndex("resource", models.Index(fields=["city"], name="replayed_city")),
        migrations.AddConstraint(
            "slot",
            pc.ExclusionConstraint(
                name="replayed_one_seat",
                expressions=[("seat", "="), ("during", "&&")],
                condition=models.Q(seat__gt=0),
                deferrable=models.Deferrable.DEFERRED,
            ),
        ),
        migrations.CreateModel(
            "FollowUp",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("resource", models.ForeignKey("replayed.Resource", models.CASCADE)),
            ],
        ),
        AppendOnly("replayed_followup"),
    ]
