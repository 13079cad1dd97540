"""Which days a call may be of: one that every page can show, and none still to come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from tenants.telephony.models import ImportProfile

FIRST = date(2000, 1, 1)


def last() -> date:
    """Tomorrow: somewhere overseas it has begun already."""
    return timezone.localdate() + timedelta(days=1)


def day_for(profile: ImportProfile, day: date | None) -> date | None:
    """The day a file is read by: the one said, where the profile reads times alone. Raises DomainError."""
    if not profile.needs_day:
        return None
    if day is None:
        raise DomainError(_("This profile reads times without a day: say which day the file is about."), field="day")
    if not FIRST <= day <= last():
        raise DomainError(
            _("These calls can't be of %(day)s: say a day from the year 2000 on, tomorrow at the latest.")
            % {"day": date_format(day, "j F Y")},
            field="day",
        )
    return day
