from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tess.kernel.tenancy.lifecycle import shared_rows


class KernelConfig(AppConfig):
    name = "tess.kernel"
    label = "kernel"
    verbose_name = _("Floor")

    def ready(self) -> None:
        shared_rows("kernel_auditentry")
        shared_rows("kernel_outboxmessage")
