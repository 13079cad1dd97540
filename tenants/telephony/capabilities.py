"""What the rules of this app open, for the page that says who may do what."""

from django.utils.translation import gettext_lazy as _

from tenants.telephony import rules
from tess.identity.permissions import capability


def register() -> None:
    """Called once, when the app starts."""
    group = _("Calls and lines")
    capability(rules.may_see_calls, label=_("Read the calls of a day"), host="organisation", group=group, order=20)
    capability(rules.may_import_calls, label=_("Bring in files of calls"), host="organisation", group=group, order=21)
    capability(
        rules.may_see_lines, label=_("See the lines and their hours"), host="organisation", group=group, order=22
    )
    capability(
        rules.may_manage_lines, label=_("Make, change and archive lines"), host="organisation", group=group, order=23
    )
    capability(
        rules.may_manage_sites,
        label=_("Name and change the local branches"),
        host="organisation",
        group=group,
        order=24,
    )
