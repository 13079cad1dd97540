from django.db import migrations

from tess.kernel.tenancy.operations import ReadableByOrganisations


class Migration(migrations.Migration):
    """Organisations read the practice sheets at their own host."""

    dependencies = [
        ("exchanges", "0001_initial"),
    ]

    operations = [
        ReadableByOrganisations("exchanges_practiceindexpage", "exchanges_practicesheetpage"),
    ]
