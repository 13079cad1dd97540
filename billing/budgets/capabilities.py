"""What the rules of this app open, for the page that says who may do what."""

from django.utils.translation import gettext_lazy as _

from billing.budgets import rules
from tess.identity.permissions import capability


def register() -> None:
    """Called once, when the app starts."""
    group = _("Budget")
    capability(rules.may_read_budgets, label=_("Read the budgets"), host="collective", group=group, order=40)
    capability(
        rules.may_write_budgets,
        label=_("Write the budgets and share out the costs"),
        host="collective",
        group=group,
        order=41,
    )
