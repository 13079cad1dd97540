"""What people talk about: a small taxonomy, versioned. A code is stored; it is never reused for something else.

Adding or retiring a theme raises VERSION; retired codes stay here, so that old records keep their words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

VERSION = 1
MOST = 8  # themes a record may hold; the table's constraint says the same

THEMES: dict[str, Promise] = {
    "loneliness": _("Loneliness"),
    "psychological_suffering": _("Psychological suffering"),
    "suicide": _("Suicidal thoughts"),
    "grief": _("Grief"),
    "couple": _("Couple"),
    "family": _("Family"),
    "parenthood": _("Being a parent"),
    "ageing": _("Growing old"),
    "health": _("Health and illness"),
    "disability": _("Living with a disability"),
    "addiction": _("Addiction"),
    "domestic_violence": _("Domestic violence"),
    "sexual_violence": _("Sexual violence suffered"),
    "child_in_danger": _("Child in danger"),
    "harassment": _("Harassment"),
    "sexuality": _("Sexuality and identity"),
    "work": _("Work and studies"),
    "money": _("Money and debts"),
    "housing": _("Housing"),
    "rights": _("Rights and paperwork"),
    "migration": _("Exile"),
    "loss_of_meaning": _("Meaning of life"),
    "other": _("Something else"),
}
