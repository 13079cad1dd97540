from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangesConfig(AppConfig):
    name = "cms.exchanges"
    label = "exchanges"
    verbose_name = _("Practice exchanges")

    def ready(self) -> None:
        from cms.domain.commons import sheets_by_name
        from tess.kernel.commons import offer

        offer("practice_sheets", sheets_by_name)
