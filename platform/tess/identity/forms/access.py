"""Who gets in and as what. The choices are those the person at the screen may give; the verbs check again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tess.identity import rules
from tess.identity.domain.accounts import LONGEST_NAME
from tess.identity.forms.fields import EmailField
from tess.identity.roles import COLLECTIVE_ROLES, ORGANISATION_ROLES, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tess.kernel.actor import Actor


class RolesForm(forms.Form):
    """Roles and, where there are any, the sites one is limited to."""

    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)
    sites = forms.TypedMultipleChoiceField(
        label=_("Limited to sites"),
        help_text=_("None ticked: the whole organisation."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, actor: Actor, sites: Mapping[int, str], held: Iterable[str] = (), **more: Any
    ) -> None:
        super().__init__(*args, **more)
        givable = rules.givable(actor, actor.organisation_id)
        self.kept = set(held) - givable  # not this person's to take: they stay
        self.fields["roles"].choices = [(role.value, role.label) for role in Role if role in givable]
        self.fields["roles"].required = not self.kept
        within = {pk: name for pk, name in sites.items() if actor.reaches(pk)}
        if not within:
            del self.fields["sites"]
            return
        self.fields["sites"].choices = list(within.items())
        if actor.sites:
            self.fields["sites"].required = True
            self.fields["sites"].help_text = _("You are limited to these sites yourself.")

    @property
    def wanted_roles(self) -> set[str]:
        """The roles ticked, with those that aren't this person's to take."""
        return {*self.cleaned_data["roles"], *self.kept}

    @property
    def wanted_sites(self) -> list[int]:
        """The sites ticked."""
        found: list[int] = self.cleaned_data.get("sites", [])
        return found


class InviteForm(RolesForm):
    """One person to invite."""

    email = EmailField(widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("They can write it themselves when they come in."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("email", "name", "roles", "sites")


class AccessFilter(forms.Form):
    """Narrows the list. A value nobody offered is as if it were not there."""

    narrows = True

    qui = forms.CharField(label=_("Name or address"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False)
    site = forms.ChoiceField(label=_("Site"), required=False)
    etat = forms.ChoiceField(
        label=_("Access"),
        required=False,
        choices=[("", _("Open")), ("retire", _("Withdrawn"))],
    )

    def __init__(self, data: Any, *, organisation: bool, sites: Mapping[int, str]) -> None:
        super().__init__({name: value.replace("\x00", "") for name, value in data.items()}, auto_id="filtre_%s")
        kind = ORGANISATION_ROLES if organisation else COLLECTIVE_ROLES
        roles = [(role.value, role.label) for role in Role if role in kind]
        self.fields["role"].choices = [("", _("All roles")), *roles]
        if sites:
            named = [(str(pk), name) for pk, name in sites.items()]
            self.fields["site"].choices = [("", _("All sites")), *named]
        else:
            del self.fields["site"]

    @property
    def asked(self) -> dict[str, Any]:
        """What to narrow to, as tess.identity.domain.people_in.narrowed takes it."""
        self.is_valid()
        site = self._said("site")
        return {
            "who": self._said("qui"),
            "role": self._said("role"),
            "site": int(site) if site else None,
            "active": self._said("etat") != "retire",
        }

    @property
    def is_narrowed(self) -> bool:
        """Whether something is left out."""
        self.is_valid()
        return any(self._said(name) for name in ("qui", "role", "site", "etat"))

    def _said(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "").strip()
