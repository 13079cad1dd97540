"""What a sandbox begins with: one line, so that a record has where to come from."""

from django.utils.translation import gettext as _

from tenants.organisations.domain.practice import fills
from tenants.telephony.models import Line

NUMBER = "0199000000"  # of the numbers kept for fiction: nobody answers there


def a_line_to_practise_on() -> None:
    """A line open day and night."""
    Line.objects.get_or_create(number=NUMBER, defaults={"name": _("Practice line"), "opening_hours": "24/7"})


def register() -> None:
    """Tell the sandboxes what they begin with."""
    fills(a_line_to_practise_on)
