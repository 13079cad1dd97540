"""What identity's own rules open, for the page that says who may do what."""

from django.utils.translation import gettext_lazy as _

from tess.identity import rules
from tess.identity.permissions import capability


def register() -> None:
    """Called once, when the app starts."""
    group = _("Access")
    capability(
        rules.may_see_access,
        label=_("See who may enter, and what was granted"),
        host="organisation",
        group=group,
        order=90,
    )
    capability(
        rules.may_change_access,
        label=_("Invite, change roles, withdraw accesses"),
        host="organisation",
        group=group,
        order=91,
    )
    capability(
        rules.may_name_direction,
        label=_("Invite to the direction, or withdraw it"),
        host="organisation",
        group=group,
        order=92,
    )
    capability(
        rules.may_end_exceptional, label=_("End an exceptional access"), host="organisation", group=group, order=93
    )
    capability(rules.may_read_who_may, label=_("Read this page"), host="organisation", group=group, order=94)
    capability(
        rules.may_see_access,
        label=_("See who may enter, and what was granted"),
        host="collective",
        group=group,
        order=90,
    )
    capability(
        rules.may_change_access,
        label=_("Invite, change roles, withdraw accesses"),
        host="collective",
        group=group,
        order=91,
    )
    capability(rules.may_read_who_may, label=_("Read this page"), host="collective", group=group, order=94)
