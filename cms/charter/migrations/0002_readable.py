from django.db import migrations

from tess.kernel.tenancy.operations import ReadableByOrganisations


class Migration(migrations.Migration):
    """Organisations read the charter at their own host."""

    dependencies = [
        ("charter", "0001_initial"),
    ]

    operations = [
        ReadableByOrganisations("charter_charterpage"),
    ]
