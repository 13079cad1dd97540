from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tess.kernel.interface.navigation import place


class MailboxConfig(AppConfig):
    """In the demonstration alone: the letters it writes, in the browser instead of somebody's mailbox."""

    name = "tess.local.mailbox"
    label = "mailbox"
    verbose_name = _("Mailbox")

    def ready(self) -> None:
        place(host="public", label=_("Mailbox of the demonstration"), path="/courrier/", icon="mail", order=90)
