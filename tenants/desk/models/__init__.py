from tenants.desk.models.contact import (
    AgeBand,
    Consent,
    Contact,
    ContactNote,
    ContactState,
    Gender,
    Nature,
    Relation,
    Risk,
    UnwantedKind,
)
from tenants.desk.models.listed_theme import ListedTheme
from tenants.desk.models.past import PastImport, PastRefusal, RefusedPastLine
from tenants.desk.models.referral import TRANSITIONS, Referral, ReferralState
from tenants.desk.models.sheet import SheetAtHand
from tenants.desk.models.theme_word import ThemeWord

__all__ = [
    "TRANSITIONS",
    "AgeBand",
    "Consent",
    "Contact",
    "ContactNote",
    "ContactState",
    "Gender",
    "ListedTheme",
    "Nature",
    "PastImport",
    "PastRefusal",
    "Referral",
    "ReferralState",
    "RefusedPastLine",
    "Relation",
    "Risk",
    "SheetAtHand",
    "ThemeWord",
    "UnwantedKind",
]
