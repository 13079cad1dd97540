"""What the rules of this app open, for the page that says who may do what."""

from django.utils.translation import gettext_lazy as _

from tenants.onboarding import rules
from tess.identity.permissions import capability


def register() -> None:
    """Called once, when the app starts."""
    capability(
        rules.may_set_up,
        label=_("Set the organisation up, step by step"),
        host="organisation",
        group=_("First steps"),
        order=80,
    )
