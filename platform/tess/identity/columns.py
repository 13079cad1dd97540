"""The columns of the list of accesses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tess.kernel.interface.pieces import tag
from tess.kernel.interface.tables import Column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tess.identity.models import Membership
    from tess.kernel.actor import Actor


def columns(sites: Mapping[int, str], actor: Actor) -> list[Column]:
    """Who may enter, as what, since when. `sites` are the names of those of the organisation; without any, no column."""
    where = Column("antennes", gettext_lazy("Sites"), lambda each: ", ".join(names_of(each.sites, sites)) or _("all"))
    return [
        Column(
            "nom",
            gettext_lazy("Name"),
            lambda each: each.user.name,
            shown=lambda each: _name(each, actor),
            sort="in_order",
            link=lambda each: reverse("identity:access_person", args=[each.pk]),
        ),
        Column("adresse", gettext_lazy("E-mail address"), lambda each: each.user.email, sort="user__email", wide=True),
        Column("roles", gettext_lazy("Roles"), lambda each: ", ".join(each.role_labels)),
        *([where] if sites else []),
        Column(
            "depuis",
            gettext_lazy("Since"),
            lambda each: timezone.localdate(each.since),
            shown=lambda each: date_format(timezone.localtime(each.since), "j F Y"),
            sort="since",
        ),
        Column("acces", gettext_lazy("Access"), _state, shown=_shown_state),
    ]


def names_of(wanted: list[int], sites: Mapping[int, str]) -> list[str]:
    """The names of these sites, in the order of `sites`."""
    return [name for pk, name in sites.items() if pk in wanted]


def _name(each: Membership, actor: Actor) -> str:
    if each.user_id != actor.user_id:
        return each.user.name
    return _("%(name)s (you)") % {"name": each.user.name}


def _state(each: Membership) -> str:
    if not each.user.is_active:
        return _("account closed")
    return _("open") if each.active else _("access withdrawn")


def _shown_state(each: Membership) -> Any:
    return _state(each) if each.active and each.user.is_active else tag(_state(each), "plain")
