"""The files of the demonstration's six organisations: how each came to the collective, years ago."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from tenants.admission.charter import CRITERIA
from tenants.admission.domain import files
from tenants.admission.models import (
    Assessment,
    Candidacy,
    Document,
    Event,
    Finding,
    Kind,
    Question,
    Scan,
    State,
    Voice,
    Vote,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from tess.config.demo import DemoWorld

    Answers = Callable[..., dict[str, dict[str, str | list[str]]]]


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation as its dossier told it, and the day it was sent."""

    slug: str
    siren: str
    rna: str
    city: str
    postcode: str
    themes: tuple[str, ...]
    line: tuple[str, str, str]  # name, number, hours as people say them
    means: tuple[str, str, str]  # tier of budget, listeners, employed among them
    sent: date
    purpose: str
    reasons: str


KNOWN = (
    Known(
        "rivage", "990001018", "W293001018", "Brest", "29200", ("suffering", "violence"),
        ("Ligne d’écoute", "01 99 00 10 10", "jour et nuit, tous les jours"), ("4", "30", "19"), date(2016, 3, 14),
        "Une ligne de crise ouverte jour et nuit : répondre tout de suite, écouter, orienter quand c’est possible.",
        "Les quatre points sont remplis ; la double écoute de l’association peut servir d’exemple aux autres.",
    ),
    Known(
        "veilleurs", "990002024", "W691002024", "Lyon", "69007", ("suffering", "grief"),
        ("Veille", "02 61 91 20 20", "de 7 h à minuit, tous les jours"), ("2", "60", "2"), date(2017, 10, 2),
        "Des bénévoles formés veillent le soir et la nuit auprès de celles et ceux qui n’ont personne à qui parler.",
        "Les quatre points sont remplis. L’engagement sur la supervision a été précisé pendant l’étude.",
    ),
    Known(
        "jeunes", "990003030", "W443003030", "Nantes", "44000", ("children", "suffering"),
        ("Le Fil", "03 53 01 30 30", "de 9 h à 23 h, tous les jours"), ("3", "18", "12"), date(2019, 5, 20),
        "Écouter les adolescent·es et les jeunes adultes, par téléphone et par tchat, et les aider à trouver un relais.",
        "Les quatre points sont remplis ; le tchat complète ce que proposent nos membres.",
    ),
    Known(
        "horizon", "990004046", "W751004046", "Paris", "75011", ("addictions",),
        ("Info Addictions", "04 65 71 40 40", "de 8 h à minuit, tous les jours"), ("6", "168", "150"), date(2014, 1, 13),
        "Informer, écouter et orienter les personnes qui consomment, leur entourage et les professionnel·les.",
        "Les quatre points sont remplis.",
    ),
    Known(
        "passerelles", "990005050", "W333005050", "Bordeaux", "33000", ("rights", "ageing"),
        ("Passerelles", "05 36 49 50 01", "du lundi au vendredi, de 9 h à 20 h"), ("3", "45", "14"), date(2021, 9, 6),
        "Cinq antennes et un même accueil : accompagner les personnes isolées vers leurs droits et leurs proches.",
        "Les quatre points sont remplis : les cinq antennes répondent ensemble à tout le pays.",
    ),
    Known(
        "clairiere", "990006066", "W383006066", "Grenoble", "38000", ("grief",),
        ("Écoute du deuil", "01 99 00 60 60", "du lundi au vendredi, de 14 h à 19 h"), ("1", "7", "1"), date(2024, 11, 18),
        "Une petite équipe écoute les personnes en deuil, sans rendez-vous et aussi longtemps qu’il le faut.",
        "Les quatre points sont remplis ; la taille de l’équipe n’est pas un obstacle.",
    ),
)  # fmt: skip
# days after the dossier was sent, what happened, whether a coordinator did it
_WAY = (
    (-21, Kind.OPENED, False), (-21, Kind.VERIFIED, False), (-3, Kind.DOCUMENT_ADDED, False),
    (-3, Kind.DOCUMENT_ADDED, False), (0, Kind.SENT, False), (6, Kind.TAKEN_UP, True), (13, Kind.ASKED, True),
    (19, Kind.ANSWERED, False), (27, Kind.VOTED, True), (30, Kind.ADMITTED, True), (33, Kind.NAMED, False),
    (33, Kind.OPENED_SPACE, None), (33, Kind.INVITED, None),
)  # fmt: skip
_DECIDED = 30  # days after it was sent


def load(world: DemoWorld, answers: Answers, paper: Callable[[str], bytes]) -> None:
    """A file for each organisation that has none. Written as it stands today: its steps are years old."""
    for known in KNOWN:
        organisation = world.organisations[known.slug]
        if not Candidacy.objects.filter(organisation_id=organisation.pk).exists():
            _file(known, world, answers, paper)


@transaction.atomic
def _file(known: Known, world: DemoWorld, answers: Answers, paper: Callable[[str], bytes]) -> None:
    organisation, contact = world.organisations[known.slug], world.users[f"{known.slug}.director"]
    coordinator = world.users["collective.coordinator"].pk
    decided = _at(known, _DECIDED)
    made = Candidacy.objects.create(
        name=organisation.name,
        contact_name=contact.name,
        contact_email=contact.email,
        contact_verified_at=_at(known, -21),
        typed=answers(known, name=organisation.name, director=contact),
        siren=known.siren,
        state=State.ACTIVE,
        state_since=_at(known, 33),
        reasons=known.reasons,
        decided_by=coordinator,
        decided_at=decided,
        slug=known.slug,
        organisation_id=organisation.pk,
    )
    Candidacy.objects.filter(pk=made.pk).update(created_at=_at(known, -21))
    Assessment.objects.bulk_create(
        Assessment(candidacy=made, criterion=each.key, finding=Finding.MET, user_id=coordinator, at=_at(known, 26))
        for each in CRITERIA
    )
    Question.objects.create(
        candidacy=made,
        text="Que se passe-t-il quand toutes vos lignes sont occupées ?",
        asked_by=coordinator,
        asked_at=_at(known, 13),
        answer="Un message dit d’attendre, donne notre adresse de courriel et, la nuit, un autre numéro.",
        answered_at=_at(known, 19),
    )
    Vote.objects.create(candidacy=made, user_id=coordinator, voice=Voice.FOR, at=_at(known, 27))
    for kind, name in (("statutes", "statuts.pdf"), ("report", f"rapport-activite-{known.sent.year - 1}.pdf")):
        _document(made, kind, name, paper(name), _at(known, -3))
    _history(made, known, coordinator)


def _at(known: Known, days: int) -> datetime:
    return datetime(known.sent.year, known.sent.month, known.sent.day, 9, 30, tzinfo=UTC) + timedelta(days=days)


def _document(candidacy: Candidacy, kind: str, name: str, content: bytes, at: datetime) -> None:
    document = Document.objects.create(
        candidacy=candidacy,
        kind=kind,
        name=name,
        media_type="application/pdf",
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        scan=Scan.OFF,
        added_at=at,
    )
    files.write(document, content)


def _history(candidacy: Candidacy, known: Known, coordinator: UUID) -> None:
    said = {Kind.ADMITTED: "1 pour, 0 contre, 0 abstention(s)", Kind.NAMED: known.slug, Kind.OPENED_SPACE: known.slug}
    papers = iter(("statuts.pdf", f"rapport-activite-{known.sent.year - 1}.pdf"))
    Event.objects.bulk_create(
        Event(
            candidacy=candidacy,
            kind=kind,
            at=_at(known, days),
            user_id=coordinator if ours else None,
            by_candidate=ours is False,
            about=next(papers) if kind == Kind.DOCUMENT_ADDED else said.get(kind, ""),
        )
        for days, kind, ours in _WAY
    )
