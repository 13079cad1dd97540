"""What the rules of this app open, for the page that says who may do what."""

from django.utils.translation import gettext_lazy as _

from tenants.desk import rules
from tess.identity.permissions import capability


def register() -> None:
    """Called once, when the app starts."""
    group = _("Records")
    capability(
        rules.may_write, label=_("Open records, and write one's own"), host="organisation", group=group, order=10
    )
    capability(rules.may_enter, label=_("See the calls without a record"), host="organisation", group=group, order=11)
    capability(
        rules.may_read_all,
        label=_("Read everybody's records, without the notes"),
        host="organisation",
        group=group,
        order=12,
    )
    capability(
        rules.may_read_notes,
        label=_("Read notes: one's own for who listens, all for supervision and direction"),
        host="organisation",
        group=group,
        order=13,
    )
    capability(
        rules.may_set_up, label=_("Choose the themes listeners see first"), host="organisation", group=group, order=14
    )
    capability(
        rules.may_take_in_past, label=_("Bring in records of former years"), host="organisation", group=group, order=15
    )
