"""What the rules of this app open, for the page that says who may do what."""

from django.utils.translation import gettext_lazy as _

from shared_training.sessions import rules
from tess.identity.permissions import capability


def register() -> None:
    """Called once, when the app starts."""
    group = _("Training")
    capability(rules.may_learn, label=_("Follow the shared training"), host="collective", group=group, order=20)
