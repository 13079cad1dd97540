from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tess.kernel.interface.home import card
from tess.kernel.interface.navigation import place


class ActivityConfig(AppConfig):
    name = "tenants.activity"
    label = "activity"
    verbose_name = _("Activity")

    def ready(self) -> None:
        from tenants.activity import capabilities, rules
        from tenants.activity.views.cards import latest

        card(host="organisation", make=latest, order=20)
        capabilities.register()
        place(
            host="organisation",
            label=_("Activity"),
            about=_("What became of a day's calls, and how long people waited."),
            url_name="activity:day",
            icon="chart-column",
            group="following",
            order=60,
            allowed=rules.may_see_activity,
        )
