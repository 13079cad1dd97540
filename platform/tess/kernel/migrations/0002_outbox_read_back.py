from django.db import migrations


class Migration(migrations.Migration):
    """Django reads back every column the database fills in: without these two, no organisation could post a message."""

    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "GRANT SELECT (posted_at, due_at) ON public.kernel_outboxmessage TO tess_base",
            "REVOKE SELECT (posted_at, due_at) ON public.kernel_outboxmessage FROM tess_base",
        ),
    ]
