from django.db import migrations

# a new account's address, and a changed one, in allauth's table at once: whoever writes it, one by one or in bulk
KEEP = """
CREATE OR REPLACE TRIGGER keep_address AFTER INSERT OR UPDATE OF email ON public.identity_user
  FOR EACH ROW EXECUTE FUNCTION public.identity_keep_address();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunSQL(KEEP, "DROP TRIGGER keep_address ON public.identity_user;")]
