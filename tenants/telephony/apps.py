from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TelephonyConfig(AppConfig):
    name = "tenants.telephony"
    label = "telephony"
    verbose_name = _("Telephony")

    def ready(self) -> None:
        from tenants.telephony import capabilities, first_steps, places, plan, practice
        from tenants.telephony.domain import queries
        from tenants.telephony.domain.forgetting import forget_user
        from tess.identity.sites import sites_come_from
        from tess.kernel.tenancy import lifecycle

        lifecycle.forgets_users("telephony", forget_user)
        first_steps.register()
        plan.register()
        practice.register()
        sites_come_from(queries.named_sites)
        capabilities.register()
        places.register()
