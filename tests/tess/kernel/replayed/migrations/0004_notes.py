from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Outside any transaction."""

    atomic = False
    dependencies = [("replayed", "0003_fill")]
    operations = [AddIndexConcurrently("resource", models.Index(fields=["notes"], name="replayed_notes"))]
