from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tess.kernel.interface.navigation import place
from tess.kernel.tenancy.lifecycle import forgets_users


class PeopleConfig(AppConfig):
    name = "tenants.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from tenants.people import capabilities, rules
        from tenants.people.domain.forgetting import forget_user

        forgets_users("people", forget_user)
        capabilities.register()
        place(
            host="organisation",
            label=_("Team"),
            about=_("Who listens, and how far along the 120 hours."),
            url_name="people:team",
            icon="users",
            group="team",
            order=50,
            allowed=rules.may_see_team,
        )
        place(
            host="organisation",
            label=_("My hours"),
            about=_("Your training hours, line by line."),
            url_name="people:own_hours",
            icon="clock",
            group="team",
            order=60,
            allowed=rules.may_see_own_hours,
        )
