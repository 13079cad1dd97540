"""What the rules of this app open, for the page that says who may do what."""

from django.utils.translation import gettext_lazy as _

from tenants.admission import rules
from tess.identity.permissions import capability


def register() -> None:
    """Called once, when the app starts."""
    capability(
        rules.may_review,
        label=_("Review candidacies, decide, open and close members' spaces"),
        host="collective",
        group=_("Candidacies"),
        order=20,
    )
