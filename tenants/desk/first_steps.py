"""What a new organisation sets up here; see tenants.onboarding."""

from django.utils.translation import gettext_lazy as _

from tenants.desk import rules
from tenants.desk.domain import listing
from tenants.onboarding.steps import Step, step


def register() -> None:
    """Tell the first steps what is ours to set up."""
    step(
        Step(
            code="themes",
            label=_("The themes of your calls"),
            about=_("What people talk to you about most: your listeners see it first."),
            action=_("Choose the themes"),
            url_name="desk:themes",
            order=30,
            done=listing.is_chosen,
            allowed=rules.may_set_up,
            later=_("All of them suit us"),
        )
    )
