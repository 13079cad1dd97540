from django.db import migrations


def fill(apps, editor):
    apps.get_model("replayed", "Resource").objects.filter(city="").update(city="Lille")


class Migration(migrations.Migration):
    """Python: Django's own executor, schema by schema, in the schema's own transaction."""

    dependencies = [("replayed", "0002_more")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
