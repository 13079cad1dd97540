"""What the rules of this app open, for the page that says who may do what."""

from django.utils.translation import gettext_lazy as _

from tenants.people import rules
from tess.identity.permissions import capability


def register() -> None:
    """Called once, when the app starts."""
    group = _("People")
    capability(rules.may_see_own_hours, label=_("See one's own hours"), host="organisation", group=group, order=30)
    capability(
        rules.may_see_team, label=_("See the team and everybody's hours"), host="organisation", group=group, order=31
    )
    capability(rules.may_reverse_hours, label=_("Undo a line of the hours"), host="organisation", group=group, order=32)
