"""What the rules of this app open, for the page that says who may do what."""

from django.utils.translation import gettext_lazy as _

from tenants.activity import rules
from tess.identity.permissions import capability


def register() -> None:
    """Called once, when the app starts."""
    group = _("Activity")
    capability(rules.may_see_activity, label=_("Read the activity"), host="organisation", group=group, order=40)
    capability(
        rules.may_publish, label=_("Publish the figures to the collective"), host="organisation", group=group, order=41
    )
    capability(
        rules.may_agree,
        label=_("Speak for the organisation on its statistics"),
        host="organisation",
        group=group,
        order=42,
    )
