from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tess.kernel.interface.banners import banner, corner
from tess.kernel.interface.navigation import place
from tess.kernel.tenancy.lifecycle import exported_view, shared_rows


class IdentityConfig(AppConfig):
    name = "tess.identity"
    label = "identity"
    verbose_name = _("Identity")

    def ready(self) -> None:
        from tess.identity import capabilities, checks, mails, rules  # noqa: F401  two of them register themselves
        from tess.identity.guards import anyone_signed_in

        place(
            host="organisation",
            label=_("Today"),
            url_name="identity:home",
            icon="house",
            order=0,
            pocket=anyone_signed_in,
            allowed=anyone_signed_in,
        )
        place(
            host="collective",
            label=_("My space"),
            url_name="identity:home",
            icon="house",
            order=0,
            allowed=anyone_signed_in,
        )
        place(
            host="organisation",
            label=_("Access"),
            about=_("Who may enter, and who is invited."),
            url_name="identity:access",
            icon="key-round",
            group="settings",
            order=80,
            allowed=rules.may_see_access,
        )
        place(
            host="collective",
            label=_("Access"),
            about=_("Who may enter the collective's space, and who is invited."),
            url_name="identity:access",
            icon="key-round",
            group="settings",
            order=80,
            allowed=rules.may_see_access,
        )
        place(
            host="collective",
            label=_("Exceptional access"),
            about=_("Enter an organisation's space for a reason, for an hour."),
            url_name="identity:exceptional",
            icon="life-buoy",
            group="settings",
            order=90,
            allowed=rules.may_open_exceptional,
        )
        corner("identity/corner.html")
        banner("identity/exceptional/banner.html", lambda request: request.actor.exceptional)
        capabilities.register()
        shared_rows("identity_handover", export=False)
        shared_rows("identity_session", export=False)
        shared_rows("identity_invitation", export=False)  # what opens doors
        shared_rows("identity_exceptionalaccess")
        shared_rows("identity_membership")
        exported_view("identity_colleague")  # the people behind the keys, by name
