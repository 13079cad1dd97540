from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "tenants.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from tenants.desk import capabilities, first_steps, plan, rules
        from tenants.desk.domain.forgetting import forget_user
        from tenants.desk.domain.queries import recorded_calls
        from tenants.desk.views import panels
        from tenants.desk.views.cards import listening
        from tenants.telephony.domain.undoing import calls_in_use
        from tess.kernel.interface.beside import panel
        from tess.kernel.interface.home import card
        from tess.kernel.interface.navigation import place
        from tess.kernel.tenancy.lifecycle import forgets_users, sealed_column

        sealed_column("desk_contactnote", "sealed", model="desk.ContactNote", field="text")
        calls_in_use(recorded_calls)
        forgets_users("desk", forget_user)
        card(host="organisation", make=listening, order=0)
        panel(make=panels.refer, order=10)
        panel(make=panels.at_hand, order=20)
        plan.register()
        first_steps.register()
        capabilities.register()
        place(
            host="organisation",
            label=_("My records"),
            about=_("Open a record, go on with one."),
            url_name="desk:own",
            icon="notebook-pen",
            group="listening",
            pocket=rules.may_write,
            order=10,
            allowed=rules.may_write,
        )
        place(
            host="organisation",
            label=_("All records"),
            about=_("What the team has written, day by day."),
            url_name="desk:everybodys",
            icon="clipboard-list",
            group="listening",
            order=12,
            allowed=rules.may_read_all,
        )
        place(
            host="organisation",
            label=_("Calls without a record"),
            about=_("Answered, and not yet written down."),
            url_name="desk:unrecorded",
            icon="phone-missed",
            group="listening",
            order=14,
            allowed=rules.may_enter,
        )
