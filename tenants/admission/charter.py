"""Who may join: the four points of the charter's article 1.2, in our own words, and what the dossier shows for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

ARTICLE = "1.2"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One point: `asked` says to the candidate what is looked for, `shown` which sections of the dossier answer it."""

    key: str
    label: str | Promise
    asked: str | Promise
    shown: tuple[str, ...]


CRITERIA = (
    Criterion(
        "field",
        _("Works in health, in social matters, or in both"),
        _("Your own purpose, as your statutes put it, is health or social help."),
        ("field",),
    ),
    Criterion(
        "number",
        _("Has a telephone number that matters in what it does"),
        _("A number people call counts for much of your work, whatever else you offer: chat, e-mail, forum."),
        ("lines",),
    ),
    Criterion(
        "ethics",
        _("Shares the ethics of the charter"),
        _(
            "You can say how you keep its commitments: neutral listening, confidentiality, training and support of listeners."
        ),
        ("ethics",),
    ),
    Criterion(
        "reach",
        _("Answers for the whole country"),
        _("People anywhere in France can reach you; a local branch applies through its national organisation."),
        ("field", "lines"),
    ),
)
