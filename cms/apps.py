from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tess.kernel.interface.navigation import place


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"
    verbose_name = _("Site of the collective")

    def ready(self) -> None:
        """Give the site its menu, organisations their way to what is shared, and editors their rights."""
        from cms import capabilities
        from cms.domain import editors
        from cms.rules import may_edit_the_site
        from tess.identity.domain import memberships
        from tess.identity.guards import anyone_signed_in

        capabilities.register()
        place(host="public", label=_("The charter"), path="/charte/", icon="scroll-text", order=10)
        place(host="public", label=_("The members"), path="/membres/", icon="users", order=20)
        place(host="public", label=_("Practice sheets"), path="/fiches-pratiques/", icon="book-open", order=50)
        place(host="foot", label=_("Help"), path="/aide/", icon="life-buoy", order=10)
        place(host="foot", label=_("Accessibility"), path="/accessibilite/", icon="eye", order=20)
        place(host="foot", label=_("Your data"), path="/vos-donnees/", icon="shield", order=30)
        place(host="foot", label=_("Legal notice"), path="/mentions-legales/", icon="scale", order=40)
        place(
            host="organisation",
            label=_("In common"),
            about=_("The charter and the practice sheets of the collective."),
            url_name="cms:commons",
            icon="book-open",
            group="common",
            order=80,
            allowed=anyone_signed_in,
        )
        place(
            host="collective",
            label=_("Edit the site"),
            about=_("Write and publish the collective's pages."),
            url_name="wagtailadmin_home",
            icon="file-pen",
            group="common",
            order=80,
            allowed=may_edit_the_site,
        )
        memberships.when_collective_roles_change(editors.derive_rights)
