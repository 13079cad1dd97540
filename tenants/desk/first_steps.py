"""What a new organisation sets up here; see tenants.onboarding."""

from django.utils.translation import gettext_lazy as _

from tenants.desk import rules
from tenants.desk.domain import listing, queries
from tenants.desk.models import Contact, ContactState
from tenants.onboarding.domain.practising import has_practised
from tenants.onboarding.steps import Step, step
from tenants.organisations.domain.practice import tells_practice


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
    step(
        Step(
            code="first_record",
            label=_("A first record, to practise"),
            about=_("In the sandbox, where nothing is real: open, write, close."),
            action=_("Go and practise"),
            url_name="onboarding:sandbox",
            order=50,
            done=has_practised,
            allowed=rules.may_set_up,
            later=_("We know it already"),
        )
    )
    step(
        Step(
            code="past",
            label=_("The records of before"),
            about=_("What you counted elsewhere, without a name or a note, so that the years follow each other."),
            action=_("Bring past records"),
            url_name="desk:past_new",
            order=65,
            done=queries.has_past_records,
            allowed=rules.may_take_in_past,
            later=_("We begin without them"),
        )
    )
    tells_practice(_a_record_was_closed)


def _a_record_was_closed() -> bool:
    return Contact.objects.filter(state=ContactState.CLOSED).exists()
