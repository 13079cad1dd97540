from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TelephonyConfig(AppConfig):
    name = "tenants.telephony"
    label = "telephony"
    verbose_name = _("Telephony")

    def ready(self) -> None:
        from tenants.telephony import capabilities, first_steps, plan, practice, rules
        from tenants.telephony.domain import queries, uploads
        from tenants.telephony.domain.forgetting import forget_user
        from tess.identity.sites import sites_come_from
        from tess.kernel.interface.commands import command
        from tess.kernel.interface.navigation import place
        from tess.kernel.tenancy import lifecycle

        lifecycle.files_elsewhere("telephony", uploads.folder_of)
        lifecycle.forgets_users("telephony", forget_user)
        first_steps.register()
        plan.register()
        practice.register()
        sites_come_from(queries.named_sites)
        capabilities.register()
        place(
            host="organisation",
            label=_("Calls"),
            about=_("The calls of a day, one by one."),
            url_name="telephony:calls",
            icon="phone-incoming",
            group="following",
            order=30,
            allowed=rules.may_see_calls,
        )
        place(
            host="organisation",
            label=_("Lines"),
            about=_("The numbers people call, and when they are open."),
            url_name="telephony:lines",
            icon="phone",
            group="settings",
            order=70,
            allowed=rules.may_see_lines,
        )
        place(
            host="organisation",
            label=_("Imports"),
            about=_("Bring in the calls from your telephone system."),
            url_name="telephony:imports",
            icon="file-up",
            group="settings",
            order=75,
            allowed=rules.may_import_calls,
        )
        command(
            host="organisation",
            label=_("Import calls"),
            url_name="telephony:import_new",
            icon="file-up",
            words=_("file csv telephone system"),
            allowed=rules.may_import_calls,
        )
        command(
            host="organisation",
            label=_("New line"),
            url_name="telephony:line_new",
            icon="plus",
            words=_("number opening hours"),
            allowed=rules.may_manage_lines,
        )
