"""Candidacies of the demonstration: one that waits for an answer, one ready for the decision, one refused; and the
files of the six members (see demo_members).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tenants.admission import demo_members
from tenants.admission.charter import CRITERIA
from tenants.admission.domain import access, candidacies, decision, documents, review
from tenants.admission.models import Candidacy
from tess.identity.roles import Role
from tess.kernel.actor import Actor

if TYPE_CHECKING:
    from tess.config.demo import DemoWorld
    from tess.identity.models import User


@dataclass(frozen=True, slots=True)
class Sketch:
    """An invented candidate."""

    key: str
    name: str
    contact: str
    siren: str
    rna: str
    city: str
    postcode: str
    theme: str
    reach: str
    purpose: str


_PDF = b"%%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%% %s\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%%%EOF\n"
ESTRAN = Sketch(
    "estran",
    "Écoute Estran",
    "Yann Corre",
    "732829320",
    "W561004321",
    "Lorient",
    "56100",
    "suffering",
    "national",
    "Nous écoutons les gens de mer et leurs proches, à terre comme au large, depuis 2004. On nous appelle de toutes les côtes.",
)
PASSAGE = Sketch(
    "passage",
    "Le Passage des aidants",
    "Nadia Ferrand",
    "356000000",
    "W691007654",
    "Lyon",
    "69003",
    "ageing",
    "national",
    "Une ligne pour les proches de personnes âgées : souffler, comprendre ses droits, trouver un relais près de chez soi.",
)
VALLEE = Sketch(
    "vallee",
    "Allô Vallée",
    "Paul Rostand",
    "552100554",
    "W731002468",
    "Chambéry",
    "73000",
    "rights",
    "part",
    "Un accueil téléphonique pour les habitants de deux départements, tenu par des bénévoles formés aux droits sociaux.",
)


def load(world: DemoWorld) -> None:
    """The members' files; then the three, each through the same doors as a real one. Idempotent."""
    demo_members.load(world, _told_by_member, lambda name: _PDF % name.encode())
    if Candidacy.objects.filter(contact_email=_email(ESTRAN)).exists():
        return
    user = world.users["collective.coordinator"]
    coordinator = Actor(user_id=user.pk, organisation_id=None, roles=frozenset({Role.COORDINATOR.value}))
    asked = review.take_up(_sent(ESTRAN), actor=coordinator)
    review.assess(asked, "field", "met", "", actor=coordinator)
    review.assess(asked, "number", "to_clarify", "Qui répond la nuit ?", actor=coordinator)
    review.ask(asked, "Votre ligne répond-elle la nuit, et qui prend alors les appels ?", actor=coordinator)
    ready = review.take_up(_sent(PASSAGE), actor=coordinator)
    for each in CRITERIA:
        review.assess(ready, each.key, "met", "", actor=coordinator)
    decision.vote(ready, "for", "Complémentaire de nos lignes.", actor=coordinator)
    refused = review.take_up(_sent(VALLEE), actor=coordinator)
    remark = "La ligne répond à deux départements."
    review.assess(refused, "reach", "not_met", remark, actor=coordinator)
    decision.vote(refused, "against", "", actor=coordinator)
    reasons = (
        "La charte demande une compétence nationale, et votre ligne répond à deux départements. Une candidature portée"
        " par votre fédération serait bienvenue."
    )
    decision.decide(refused, admit=False, reasons=reasons, actor=coordinator)


def _email(sketch: Sketch) -> str:
    return f"contact@{sketch.key}.example"


def _sent(sketch: Sketch) -> Candidacy:
    made = candidacies.open_candidacy(name=sketch.name, contact_name=sketch.contact, contact_email=_email(sketch))
    access.use_code(made.pk, access.code_of(made))
    candidacy = Candidacy.objects.get(contact_email=_email(sketch))
    for key, typed in _answers(sketch).items():
        candidacies.save_section(candidacy, key, typed)
    for kind, name in (("statutes", "statuts.pdf"), ("report", "rapport-activite-2025.pdf")):
        documents.add(candidacy, kind=kind, name=name, content=_PDF % name.encode())
    return candidacies.send(candidacy)


def _told_by_member(known: demo_members.Known, *, name: str, director: User) -> dict[str, dict[str, str | list[str]]]:
    """A dossier as a member told it: what all say alike, and its own."""
    told = _answers(
        Sketch(
            known.slug, name, director.name, known.siren, known.rna, known.city, known.postcode, known.themes[0],
            "national", known.purpose,
        )
    )  # fmt: skip
    line, number, hours = known.line
    budget, listeners, employees = known.means
    told["field"] |= {"themes": list(known.themes)}
    told["lines"] |= {"name_1": line, "number_1": number, "hours_1": hours}
    told["means"] |= {"budget": budget, "listeners": listeners, "employees": employees}
    told["people"] |= {"director_name": director.name, "director_email": director.email}
    return told


def _answers(sketch: Sketch) -> dict[str, dict[str, str | list[str]]]:
    return {
        "identity": {
            "name": sketch.name,
            "legal_form": "association",
            "siren": sketch.siren,
            "rna": sketch.rna,
            "address": "12 rue des Lanternes",
            "postcode": sketch.postcode,
            "city": sketch.city,
            "website": f"https://www.{sketch.key}.example",
        },
        "field": {
            "domains": ["social"] if sketch.theme == "rights" else ["health", "social"],
            "themes": [sketch.theme],
            "channels": ["phone", "email"],
            "reach": sketch.reach,
            "purpose": sketch.purpose,
        },
        "lines": {
            "name_1": sketch.name,
            "number_1": "01 99 00 45 10",
            "hours_1": "tous les jours, de 9 h à 21 h",
            "cost_1": "free",
        },
        "ethics": {
            "listening": "Chaque écoutant·e s’engage par écrit à ne juger ni conseiller ; la double écoute le vérifie.",
            "confidentiality": "Aucun nom n’est noté. Les fiches sont lues par l’équipe seule et effacées après un an.",
            "training": "Cent vingt heures avant la première écoute, puis deux journées par an.",
            "support": "Une pause après chaque appel difficile, une supervision par mois, une analyse des pratiques.",
        },
        "means": {"budget": "2", "listeners": "26", "employees": "9", "funding": "Région, fondation, dons."},
        "people": {
            "contact_role": "Secrétaire général·e",
            "contact_phone": "01 99 00 45 11",
            "director_name": "Maud Le Goff",
            "director_email": f"direction@{sketch.key}.example",
        },
    }
