from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tess.kernel.interface.navigation import place
from tess.kernel.tenancy.lifecycle import exported_view, shared_rows


class IdentityConfig(AppConfig):
    name = "tess.identity"
    label = "identity"
    verbose_name = _("Identity")

    def ready(self) -> None:
        from tess.identity import checks, mails  # noqa: F401  they register themselves
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
        shared_rows("identity_handover", export=False)
        shared_rows("identity_session", export=False)
        shared_rows("identity_invitation", export=False)  # what opens doors
        shared_rows("identity_exceptionalaccess")
        shared_rows("identity_membership")
        exported_view("identity_colleague")  # the people behind the keys, by name
