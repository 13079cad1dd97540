from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tess.kernel.interface.navigation import place
from tess.kernel.tenancy.lifecycle import shared_rows


class ObservatoryConfig(AppConfig):
    name = "tess.observatory"
    label = "observatory"
    verbose_name = _("Observatory")

    def ready(self) -> None:
        from tess.observatory import capabilities, rules

        capabilities.register()
        place(
            host="collective",
            label=_("Observatory"),
            about=_("Members' published figures, side by side."),
            url_name="observatory:overview",
            icon="chart-column",
            group="following",
            order=40,
            allowed=rules.may_see_figures,
        )
        shared_rows("observatory_publishedfigure")
        shared_rows("observatory_statisticsconsent")
