"""What a plan says of practice sheets; see tenants.onboarding.plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tenants.desk.domain.sheets import put_at_hand
from tenants.desk.forms.sheets import SheetsForm
from tenants.onboarding.plans import Part, part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tess.kernel.actor import Actor


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
    part(Part("sheets", _("At hand while listening"), form=SheetsForm, carry_out=keep_at_hand, order=30))
