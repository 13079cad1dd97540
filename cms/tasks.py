"""The site's background work."""

from django.core.management import call_command

from tess.kernel.tenancy.tasks import collective_task


@collective_task
def publish_scheduled() -> None:
    """Publish and withdraw the pages whose hour has come, as their editors asked; rung by beat, every minute."""
    call_command("publish_scheduled")
