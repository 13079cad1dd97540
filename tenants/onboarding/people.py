"""What a plan says of people, and the first step that invites them; see tenants.onboarding.plans and .steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tenants.onboarding import rules
from tenants.onboarding.domain import team
from tenants.onboarding.plans import Part, part
from tenants.onboarding.steps import Step, step
from tenants.organisations.models import Organisation
from tess.identity.domain import invitations, people_files
from tess.identity.roles import Role
from tess.kernel.errors import DomainError
from tess.kernel.tenancy.db import connection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tess.identity.domain.people_files import PersonRow
    from tess.kernel.actor import Actor

_MOST_TOLD = 10  # lines shown again when they can't be read


class PeopleForm(forms.Form):
    """Who to invite: a pasted list, and what those without a role will be."""

    people = forms.CharField(
        label=_("People to invite"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_(
            "One a line: a name and an e-mail address, or the columns of a spreadsheet. You can also do it later."
        ),
    )
    role = forms.ChoiceField(
        label=_("What they will be"),
        choices=[(role.value, role.label) for role in (Role.LISTENER, Role.DISPATCHER, Role.SUPERVISOR, Role.TRAINEE)],
        help_text=_("Unless their line says something else."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role = cleaned.get("role")
        try:
            read = people_files.read(cleaned.get("people", ""), default_roles=[role] if role else ())
        except DomainError as error:
            self.add_error("people", str(error))
            return cleaned
        for wrong in read.errors[:_MOST_TOLD]:
            self.add_error("people", str(wrong))
        return {**cleaned, "people": read.rows}


def invite_people(cleaned: Mapping[str, Any], made: dict[str, Any], actor: Actor) -> str:  # noqa: ARG001
    """Invite those of the list who aren't in yet. Raises DomainError when one can't be."""
    rows: list[PersonRow] = cleaned["people"]
    if not rows:
        return ""
    with connection.as_application():
        organisation = Organisation.objects.get(pk=actor.organisation_id)
        there = {error.line for error in invitations.examine(rows, organisation)}
        for row in rows:
            if row.line not in there:
                _invite(row, organisation, actor)
    sent = len(rows) - len(there)
    return ngettext("%(number)s invitation is on its way.", "%(number)s invitations are on their way.", sent) % {
        "number": sent
    }


def _invite(row: PersonRow, organisation: Organisation, actor: Actor) -> None:
    try:
        invitations.invite(row.email, row.name, organisation, row.roles, actor=actor, sites=row.sites)
    except DomainError as error:
        raise DomainError(str(people_files.LineError(row.line, str(error))), field="people") from error


def register() -> None:
    """Tell the plans what is ours to do."""
    part(Part("people", _("The people"), form=PeopleForm, carry_out=invite_people, order=50))
    step(
        Step(
            code="people",
            label=_("Your team"),
            about=_("Each person gets a link of their own; what they may do follows from their role."),
            action=_("Invite your team"),
            url_name="onboarding:team",
            order=40,
            done=team.is_more_than_one,
            allowed=rules.may_set_up,
            later=_("I am alone for now"),
        )
    )
