"""What the rules of this app open, for the page that says who may do what."""

from django.utils.translation import gettext_lazy as _

from tess.identity.permissions import capability
from tess.observatory import rules


def register() -> None:
    """Called once, when the app starts."""
    group = _("Observatory")
    capability(
        rules.may_see_figures, label=_("Read the members' published figures"), host="collective", group=group, order=30
    )
