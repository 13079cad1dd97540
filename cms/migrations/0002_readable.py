from django.db import migrations

from tess.kernel.tenancy.operations import ReadableByOrganisations


class Migration(migrations.Migration):
    """Which pages there are, where the site begins and which pages are private: needed to read a shared page, and no more."""

    dependencies = [
        ("cms", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        ReadableByOrganisations("wagtailcore_page", "wagtailcore_site", "wagtailcore_pageviewrestriction"),
    ]
