"""How former tools call what a record says: names of columns, and answers, in French, in English or as our codes.

Words are compared without capitals, accents or punctuation. What isn't known here is refused, never guessed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils import translation

from tenants.desk.models import AgeBand, Gender, Nature, Relation, Risk, UnwantedKind
from tenants.desk.themes import THEMES
from tenants.telephony.models import Channel
from tess.kernel import folding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_COLUMNS = {
    "id": "id|identifier|identifiant|numero de fiche|no de fiche|n de fiche|n fiche|fiche|reference|ref",
    "date": "opened at|date|jour|day|date du contact|date de contact|date de l appel|date appel|date de la fiche|date et heure",
    "time": "heure|time|heure du contact|heure de contact|heure de l appel|heure appel|horaire",
    "line": "line|ligne|nom de la ligne|ligne appelee|ligne d ecoute",
    "channel": "channel|canal|moyen|moyen de contact|mode de contact|mode|media",
    "nature": "nature|nature du contact|nature de l appel|type|type de contact|type d appel|ce que c etait|what it was",
    "unwanted_kind": "unwanted kind|indesirable|type d indesirable|nature de l indesirable|appel indesirable|kind of unwanted",
    "relation": "relation|appelant|qui appelle|who calls|type d appelant|pour qui",
    "age_band": "age band|age|tranche d age|classe d age|age estime|age as it sounds",
    "gender": "gender|genre|sexe",
    "departement": "departement|dept|dpt|dep|code departement|numero de departement|no de departement",
    "risk": "risk|risque|risque percu|niveau de risque|risk perceived",
}
ROLES: Mapping[str, str] = {name: role for role, names in _COLUMNS.items() for name in names.split("|")}
_THEMES = re.compile(r"(themes?|thematiques?|motifs?|sujets?|problematiques?)( principale?s?| secondaires?)?( \d)?")

# a column whose name holds one of these words is about a person, or is free text: it is never read
_PERSONAL = re.compile(
    r"\b("
    "address|adresse|agent|benevole|birth|comment|commentaire|commentaires|comments|commune|compte|"
    "contact|contenu|courriel|courrier|cp|description|detail|details|ecoutant|ecoutante|ecoutants|"
    "email|emails|identite|initiales|ip|listener|mail|message|messages|mobile|naissance|name|nom|"
    "noms|note|notes|numero|observation|observations|operateur|parole|phone|postal|prenom|prenoms|"
    "pseudo|pseudonyme|recit|remarque|remarques|rendu|resume|skype|suivi|surnom|tel|telephone|"
    "telephones|text|texte|transcription|verbatim|ville"
    r")\b"
)

_NATURES = {
    Nature.SUPPORT: "ecoute|soutien|appel d ecoute|accompagnement|entretien",
    Nature.INFORMATION: "information|info|renseignement|renseignements|orientation|demande d information",
    Nature.UNWANTED: "indesirable|appel indesirable|parasite|appel parasite|non pertinent|hors sujet|unwanted",
}
_KINDS = {
    UnwantedKind.SILENT: "silence|silencieux|appel silencieux|muet|appel muet|silent",
    UnwantedKind.HANG_UP: "raccroche|appel raccroche|raccroche immediat|hang up",
    UnwantedKind.JOKE: "blague|canular|farce|plaisanterie",
    UnwantedKind.WRONG_NUMBER: "erreur|erreur de numero|faux numero|mauvais numero",
    UnwantedKind.ABUSIVE: "injure|injures|insulte|insultes|agressif|injurieux|malveillant",
    UnwantedKind.FANTASY: "fantasme|fantasmes|scenario|appel sexuel|masturbateur",
}
_RELATIONS = {
    Relation.SELF: "soi|soi meme|lui meme|elle meme|pour soi|pour lui meme|pour elle meme|personne concernee|self",
    Relation.RELATIVE: "proche|un proche|entourage|famille|tiers|parent|ami|pour un proche|relative",
    Relation.PROFESSIONAL: "professionnel|professionnelle|pro|partenaire|professional",
}
_AGES = {
    AgeBand.UNDER_18: "mineur|mineure|moins de 18|0 17|under 18|moins de 18 ans|enfant|adolescent",
    AgeBand.FROM_18: "18 25|18 a 25",
    AgeBand.FROM_26: "26 39|26 a 39",
    AgeBand.FROM_40: "40 59|40 a 59",
    AgeBand.FROM_60: "60 74|60 a 74",
    AgeBand.FROM_75: "75 et|75 et plus|75 plus|plus de 75|75 ou plus",
    AgeBand.UNKNOWN: "inconnu|non connu|ne sait pas|nsp|non renseigne|indetermine",
}
_GENDERS = {
    Gender.WOMAN: "femme|f|feminin|fille|madame|mme|woman|female",
    Gender.MAN: "homme|h|m|masculin|garcon|monsieur|mr|man|male",
    Gender.OTHER: "autre|autrement|non binaire|nb|x",
    Gender.UNKNOWN: "inconnu|non connu|ne sait pas|nsp|non renseigne|indetermine",
}
_RISKS = {
    Risk.NONE: "aucun|aucun risque|pas de risque|sans risque|non|nul|none|no|0",
    Risk.WATCH: "a surveiller|surveiller|vigilance|moyen|modere|watch|1",
    Risk.HIGH: "eleve|fort|haut|grave|danger|urgence|high|2",
}
_CHANNELS = {
    Channel.PHONE: "telephone|tel|appel|appel telephonique|phone",
    Channel.CHAT: "chat|tchat|messagerie instantanee",
    Channel.EMAIL: "courriel|mail|mel|e mail|email",
    Channel.SMS: "sms|texto",
    Channel.FORUM: "forum",
}
_THEME_WORDS = {
    "loneliness": "solitude|isolement",
    "psychological_suffering": "souffrance psychique|mal etre|depression|anxiete|angoisse",
    "suicide": "suicide|idees suicidaires|idee suicidaire|crise suicidaire",
    "grief": "deuil",
    "couple": "couple|conjugal|vie de couple|rupture",
    "family": "famille|familial|relations familiales",
    "parenthood": "parentalite|etre parent",
    "ageing": "vieillissement|vieillesse|grand age",
    "health": "sante|maladie|sante et maladie",
    "disability": "handicap",
    "addiction": "addiction|addictions|alcool|drogue|dependance",
    "domestic_violence": "violences conjugales|violence conjugale",
    "sexual_violence": "violences sexuelles|violence sexuelle|viol|agression sexuelle",
    "child_in_danger": "enfance en danger|enfant en danger|maltraitance",
    "harassment": "harcelement",
    "sexuality": "sexualite|identite|orientation sexuelle",
    "work": "travail|emploi|etudes|chomage",
    "money": "argent|dettes|difficultes financieres|precarite",
    "housing": "logement|hebergement",
    "rights": "droits|droit|juridique|demarches|administratif",
    "migration": "exil|migration",
    "loss_of_meaning": "sens de la vie|perte de sens",
    "other": "autre|autres|divers",
}


def plain(text: str) -> str:
    """Without capitals, accents, punctuation: "Tranche d’âge" → "tranche d age"."""
    letters = folding.plain(text.replace("°", "o "))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


def role_of(name: str) -> str | None:
    """What a column says by its name: a role, "themes", or None."""
    words = plain(name)
    return ROLES.get(words) or ("themes" if _THEMES.fullmatch(words) else None)


def seems_personal(name: str) -> bool:
    """Whether a column's name speaks of a person, or of free text."""
    return bool(_PERSONAL.search(plain(name)))


@cache
def answers(role: str) -> Mapping[str, str]:
    """Every word by which an answer is known → its code."""
    choices: dict[str, tuple[Iterable[tuple[Any, Any]], Mapping[Any, str]]] = {
        "nature": (Nature.choices, _NATURES),
        "unwanted_kind": (UnwantedKind.choices, _KINDS),
        "relation": (Relation.choices, _RELATIONS),
        "age_band": (AgeBand.choices, _AGES),
        "gender": (Gender.choices, _GENDERS),
        "risk": (Risk.choices, _RISKS),
        "channel": (Channel.choices, _CHANNELS),
        "themes": (THEMES.items(), _THEME_WORDS),
    }
    named, more = choices[role]
    found = {word: str(code) for code, words in more.items() for word in words.split("|")}
    for language in ("fr", "en"):
        with translation.override(language):
            found |= {plain(str(label)): str(code) for code, label in named}
    return found | {plain(str(code)): str(code) for code, _label in named}
