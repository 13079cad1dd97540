from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RelaysConfig(AppConfig):
    name = "tenants.relays"
    label = "relays"
    verbose_name = _("Relays")

    def ready(self) -> None:
        from tenants.relays import capabilities, rules
        from tess.kernel.interface.navigation import place

        capabilities.register()
        place(
            host="organisation",
            label=_("Relays"),
            about=_("Find to whom a person may turn next."),
            url_name="relays:directory",
            group="listening",
            pocket=rules.may_consult,
            icon="compass",
            order=40,
            allowed=rules.may_consult,
        )
        place(
            host="collective",
            label=_("Relays"),
            about=_("Find to whom a person may turn next."),
            url_name="relays:directory",
            group="common",
            icon="compass",
            order=40,
            allowed=rules.may_consult,
        )
