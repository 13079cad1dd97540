import django.contrib.postgres.constraints as pc
import django.contrib.postgres.fields.ranges as pr
import django.contrib.postgres.indexes as pi
from django.db import migrations, models

from tess.kernel.tenancy.operations import AppendOnly

ID = ("id", models.BigAutoField(primary_key=True))


class Migration(migrations.Migration):
    """An exclusion constraint, a trigram index, a trigger, a renamed table whose sequence keeps its first name."""

    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            "Resource", [ID, ("name", models.CharField(max_length=200)), ("notes", models.TextField())]
        ),
        migrations.AddIndex(
            "resource", pi.GinIndex(pi.OpClass(models.functions.Upper("name"), "gin_trgm_ops"), name="replayed_trgm")
        ),
        migrations.CreateModel("Slot", [ID, ("line", models.IntegerField()), ("during", pr.DateTimeRangeField())]),
        migrations.AddConstraint(
            "slot",
            pc.ExclusionConstraint(name="replayed_no_overlap", expressions=[("line", "="), ("during", "&&")]),
        ),
        migrations.CreateModel("Log", [ID, ("word", models.CharField(max_length=100))]),
        AppendOnly("replayed_log"),
        migrations.RenameModel("Log", "Journal"),
        migrations.RunSQL(
            "CREATE TRIGGER replayed_note AFTER INSERT ON replayed_resource"
            " FOR EACH ROW EXECUTE FUNCTION public.replayed_note();"
        ),
    ]
