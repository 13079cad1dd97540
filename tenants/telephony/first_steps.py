"""What a new organisation sets up here; see tenants.onboarding."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.onboarding.steps import Step, step
from tenants.telephony import rules
from tenants.telephony.domain import queries


def register() -> None:
    """Tell the first steps what is ours to set up."""
    step(
        Step(
            code="sites",
            label=_("Your local branches"),
            about=_("If people answer from several places: lines, calls and teams can be told apart by place."),
            action=_("Name a local branch"),
            url_name="telephony:site_new",
            order=10,
            done=queries.has_sites,
            allowed=rules.may_manage_sites,
            later=_("We are in one place"),
        )
    )
    step(
        Step(
            code="lines",
            label=_("Your lines and their hours"),
            about=_("The numbers people call, and when somebody answers."),
            action=_("Add a line"),
            url_name="telephony:line_new",
            order=20,
            done=queries.has_a_line_with_hours,
            allowed=rules.may_manage_lines,
        )
    )
    step(
        Step(
            code="calls",
            label=_("The calls of before"),
            about=_("A file from your telephone system, so that the pictures don't begin empty."),
            action=_("Bring in calls"),
            url_name="telephony:import_new",
            order=60,
            done=queries.has_calls,
            allowed=rules.may_import_calls,
            later=_("We begin without them"),
        )
    )
