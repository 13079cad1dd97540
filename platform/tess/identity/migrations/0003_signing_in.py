import django.utils.timezone
from django.db import migrations, models

# a new account's address, and a changed one, in allauth's table at once: whoever writes it, one by one or in bulk
KEEP = """
CREATE TRIGGER keep_address AFTER INSERT OR UPDATE OF email ON public.identity_user
  FOR EACH ROW EXECUTE FUNCTION public.identity_keep_address();
INSERT INTO public.account_emailaddress (user_id, email, verified, "primary")
  SELECT id, email, true, true FROM public.identity_user ON CONFLICT (user_id, email) DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0002_access"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tries",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField()),
                ("until", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddField("session", "second_factor_at", models.DateTimeField(null=True)),
        migrations.AddField("session", "device", models.CharField(blank=True, max_length=40)),
        migrations.AddField(
            "session",
            "started_at",
            models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            "session",
            "seen_at",
            models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.RunSQL(KEEP, "DROP TRIGGER keep_address ON public.identity_user;"),
    ]
