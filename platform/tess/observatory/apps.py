from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tess.kernel.tenancy.lifecycle import shared_rows


class ObservatoryConfig(AppConfig):
    name = "tess.observatory"
    label = "observatory"
    verbose_name = _("Observatory")

    def ready(self) -> None:
        shared_rows("observatory_publishedfigure")
        shared_rows("observatory_statisticsconsent")
