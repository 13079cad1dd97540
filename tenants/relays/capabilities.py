"""What the rules of this app open, for the page that says who may do what."""

from django.utils.translation import gettext_lazy as _

from tenants.relays import rules
from tess.identity.permissions import capability


def register() -> None:
    """Called once, when the app starts."""
    group = _("Relays")
    capability(rules.may_consult, label=_("Find a relay"), host="organisation", group=group, order=50)
    capability(rules.may_claim, label=_("Say that a relay changed"), host="organisation", group=group, order=51)
    capability(rules.may_consult, label=_("Find a relay"), host="collective", group=group, order=50)
    capability(
        rules.may_verify, label=_("Check, withdraw and put back relays"), host="collective", group=group, order=51
    )
