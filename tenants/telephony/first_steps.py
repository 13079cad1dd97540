"""What a new organisation sets up here; see tenants.onboarding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tenants.onboarding.plans import Part, part
from tenants.onboarding.steps import Step, step
from tenants.relays import said
from tenants.relays.opening import Opening
from tenants.telephony import rules
from tenants.telephony.domain import lines, queries
from tenants.telephony.forms.line import LineForm
from tenants.telephony.models import Line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tess.kernel.actor import Actor


def make_line(cleaned: Mapping[str, Any], made: dict[str, Any], actor: Actor) -> str:
    """The line of a plan; the parts after find it as `made["line"]`. Raises DomainError."""
    line = made["line"] = lines.save_line(Line(), **cleaned, actor=actor)
    if not line.opening_hours:
        return _("The line “%(name)s” is open.") % {"name": line.name}
    week = ", ".join(f"{days} {hours}" for days, hours in said.week(Opening.read(line.opening_hours)))
    return _("The line “%(name)s” is open: %(hours)s.") % {"name": line.name, "hours": week}


def register() -> None:
    """Tell the first steps what is ours to set up."""
    part(Part("line", _lazy("The line"), form=LineForm, carry_out=make_line, order=10))
    step(
        Step(
            code="lines",
            label=_lazy("Your lines and their hours"),
            about=_lazy("The numbers people call, and when somebody answers."),
            action=_lazy("Add a line"),
            url_name="telephony:line_new",
            order=20,
            done=queries.has_a_line_with_hours,
            allowed=rules.may_manage_lines,
        )
    )
    step(
        Step(
            code="calls",
            label=_lazy("The calls of before"),
            about=_lazy("A file from your telephone system, so that the pictures don't begin empty."),
            action=_lazy("Bring in calls"),
            url_name="telephony:import_new",
            order=60,
            done=queries.has_calls,
            allowed=rules.may_import_calls,
            later=_lazy("We begin without them"),
        )
    )
