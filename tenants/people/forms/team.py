"""How the list of the team is narrowed and sorted. A value nobody offered is as if it were not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tess.kernel.folding import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tenants.people.domain.queries import Teammate


class TeamFilter(forms.Form):
    """Search by name, where people stand on the path, and the order."""

    narrows = True

    nom = forms.CharField(label=_("Name"), required=False, max_length=100)
    parcours = forms.ChoiceField(
        label=_("The 120 hours"),
        required=False,
        choices=[("", _("Everybody")), ("en-cours", _("On the way")), ("fait", _("Done")), ("partis", _("Have left"))],
    )
    tri = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("By name")), ("moins", _("Fewest hours first")), ("plus", _("Most hours first"))],
    )

    def __init__(self, data: Any) -> None:
        super().__init__({name: value.replace("\x00", "") for name, value in data.items()}, auto_id="filtre_%s")

    @property
    def narrowed(self) -> bool:
        """Whether something is left out."""
        return bool(self._said("nom") or self._said("parcours"))

    def narrow(self, mates: Iterable[Teammate]) -> list[Teammate]:
        """The people asked for, in the order asked for; by name otherwise, as they come."""
        name, state = plain(self._said("nom")), self._said("parcours")
        kept = [mate for mate in mates if _stands(mate, state) and name in plain(mate.name)]
        order = self._said("tri")
        if order:
            kept.sort(key=lambda mate: mate.on_path, reverse=order == "plus")
        return kept

    def _said(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name) or "").strip()


def _stands(mate: Teammate, state: str) -> bool:
    if state == "partis":
        return not mate.active
    if not mate.active:
        return False
    return not state or mate.path_done == (state == "fait")
