"""What the rules of this app open, for the page that says who may do what."""

from django.utils.translation import gettext_lazy as _

from cms import rules
from cms.charter import rules as charter_rules
from tess.identity.permissions import capability


def register() -> None:
    """Called once, when the app starts."""
    group = _("Public site")
    capability(
        rules.may_edit_the_site,
        label=_("Write and publish the collective's pages"),
        host="collective",
        group=group,
        order=10,
    )
    capability(
        charter_rules.may_sign,
        label=_("Sign the charter for the organisation"),
        host="organisation",
        group=_("In common"),
        order=70,
    )
