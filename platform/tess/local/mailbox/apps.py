from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tess.kernel.interface.navigation import place


class MailboxConfig(AppConfig):
    """In the demonstration alone: the letters it writes, in the browser instead of somebody's mailbox."""

    name = "tess.local.mailbox"
    label = "mailbox"
    verbose_name = _("Mailbox")

    def ready(self) -> None:
        if settings.ROOT_URLCONF == "tess.config.urls_demo":
            place(host="public", label=_("Mailbox of the demonstration"), path="/courrier/", icon="mail", order=90)
