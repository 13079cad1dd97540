"""What a plan says of a line; see tenants.onboarding.plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.onboarding.plans import Part, part
from tenants.relays import said
from tenants.relays.opening import Opening
from tenants.telephony.domain import lines
from tenants.telephony.forms.hours import initial_of
from tenants.telephony.forms.line import LineForm
from tenants.telephony.models import Line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tess.kernel.actor import Actor


class PlannedLineForm(LineForm):
    """The line's own form, filled from a plan's file."""

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial={**initial, **initial_of(initial.get("opening_hours", ""))})

    def clean(self) -> dict[str, Any]:
        super().clean()
        return {} if self.errors else self.said()


def make_line(cleaned: Mapping[str, Any], made: dict[str, Any], actor: Actor) -> str:
    """The line of a plan; the parts after find it as `made["line"]`. Raises DomainError."""
    line = made["line"] = lines.save_line(Line(), **cleaned, actor=actor)
    if not line.opening_hours:
        return _("The line “%(name)s” is open.") % {"name": line.name}
    week = ", ".join(f"{days} {hours}" for days, hours in said.week(Opening.read(line.opening_hours)))
    return _("The line “%(name)s” is open: %(hours)s.") % {"name": line.name, "hours": week}


def register() -> None:
    """Tell the plans what is ours to do."""
    part(
        Part(
            "line",
            gettext_lazy("The line"),
            form=PlannedLineForm,
            carry_out=make_line,
            order=10,
            template="telephony/planned_line.html",
            script="telephony/hours.js",
            sheet="telephony/telephony.css",
        )
    )
