"""What a plan says of themes and practice sheets; see tenants.onboarding.plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tenants.desk.domain import listing
from tenants.desk.domain.sheets import put_at_hand
from tenants.desk.forms.sheets import SheetsForm
from tenants.desk.themes import THEMES
from tenants.onboarding.plans import Part, part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tess.kernel.actor import Actor


class PlannedThemesForm(forms.Form):
    """What people who call this line talk about most."""

    codes = forms.MultipleChoiceField(
        label=_("Themes your listeners see first"),
        choices=THEMES.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The others stay a word away."),
    )


def put_first(cleaned: Mapping[str, Any], made: dict[str, Any], actor: Actor) -> str:  # noqa: ARG001
    """The themes of the new line come first, beside those the organisation had chosen before."""
    wanted = set(cleaned["codes"])
    if not wanted:
        return ""
    standing = listing.listed() if listing.is_chosen() else frozenset()
    first = len(listing.choose(standing | wanted, actor=actor))
    return ngettext("%(number)s theme comes first.", "%(number)s themes come first.", first) % {"number": first}


def keep_at_hand(cleaned: Mapping[str, Any], made: dict[str, Any], actor: Actor) -> str:
    """The chosen sheets stand beside the records of the new line."""
    kept = len(put_at_hand(made["line"], cleaned["slugs"], actor=actor))
    if not kept:
        return ""
    return ngettext("%(number)s practice sheet is at hand.", "%(number)s practice sheets are at hand.", kept) % {
        "number": kept
    }


def register() -> None:
    """Tell the plans what is ours to do."""
    part(Part("themes", _("What people talk about"), form=PlannedThemesForm, carry_out=put_first, order=20))
    part(Part("sheets", _("At hand while listening"), form=SheetsForm, carry_out=keep_at_hand, order=30))
