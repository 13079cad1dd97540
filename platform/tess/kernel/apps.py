from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tess.kernel.tenancy.lifecycle import files_elsewhere, shared_rows


class KernelConfig(AppConfig):
    name = "tess.kernel"
    label = "kernel"
    verbose_name = _("Floor")

    def ready(self) -> None:
        from tess.kernel.intake import uploads

        shared_rows("kernel_auditentry")
        shared_rows("kernel_outboxmessage")
        files_elsewhere("kernel", uploads.folder_of)
