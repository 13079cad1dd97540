import pytest

from tenants.admission.domain import access, candidacies
from tenants.admission.models import Candidacy
from tenants.admission.views.keys import EMAIL

ANSWERS = {
    "identity": {
        "name": "Écoute Estran",
        "legal_name": "",
        "legal_form": "association",
        "siren": "732 829 320",
        "siret": "",
        "rna": "W751234567",
        "address": "3 quai des Brumes",
        "postcode": "56100",
        "city": "Lorient",
        "website": "estran.example.org",
    },
    "field": {
        "domains": ["health", "social"],
        "themes": ["suffering"],
        "channels": ["phone", "chat"],
        "reach": "national",
        "purpose": "Nous écoutons les personnes en détresse, partout en France, depuis vingt ans.",
    },
    "lines": {
        "name_1": "Ligne Estran",
        "number_1": "01 99 00 12 34",
        "hours_1": "tous les jours, de 9 h à 21 h",
        "cost_1": "free",
    },
    "ethics": {
        "listening": "Chaque personne est accueillie sans jugement.",
        "confidentiality": "Rien ne sort de la pièce d’écoute.",
        "training": "Cent vingt heures avant la première écoute.",
        "support": "Supervision deux fois par mois.",
    },
    "means": {"budget": "2", "listeners": "30", "employees": "19", "funding": "Région, dons."},
    "people": {
        "contact_role": "Secrétaire",
        "contact_phone": "01 99 00 12 35",
        "director_name": "Maud Le Goff",
        "director_email": "direction@estran.example",
    },
}
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"


@pytest.fixture(autouse=True)
def apart(settings, tmp_path):
    """Documents of one test are not those of the next."""
    settings.ADMISSION_DIR = str(tmp_path / "admission")


@pytest.fixture
def candidacy(db):
    """A dossier just opened, its contact's mailbox verified."""
    made = candidacies.open_candidacy(
        name="Écoute Estran", contact_name="Yann Corre", contact_email="contact@estran.example"
    )
    access.use_code(made.pk, access.code_of(made))
    return Candidacy.objects.get()


@pytest.fixture
def filled(candidacy):
    """All sections complete, the documents there."""
    from tenants.admission.domain import documents

    for key, typed in ANSWERS.items():
        assert candidacies.save_section(candidacy, key, typed).errors == {}
    documents.add(candidacy, kind="statutes", name="statuts.pdf", content=PDF)
    documents.add(candidacy, kind="report", name="rapport.pdf", content=PDF + b"%")
    candidacy.refresh_from_db()
    return candidacy


@pytest.fixture
def candidate(collective_client):
    """`candidate("contact@estran.example")`: a browser that holds the key of this mailbox's dossiers."""

    def make(email="contact@estran.example"):
        from django.conf import settings

        from tess.identity.sessions import SessionStore

        web = collective_client()
        session = SessionStore()
        session[EMAIL] = email
        session.create()
        web.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return web

    return make


@pytest.fixture
def coordinators(collective_member):
    """Three people of the coordination."""
    return [collective_member("coordinator", name=name) for name in ("Ana Ruiz", "Bo Le Bihan", "Cléo Marchand")]


@pytest.fixture
def acting(actor_of):
    """`acting(user)`: the actor of a coordinator."""
    return lambda user: actor_of(None, "coordinator", user=user)


@pytest.fixture
def in_review(filled, coordinators, acting):
    """A dossier sent, whose review has begun."""
    from tenants.admission.domain import review

    candidacies.send(filled)
    return review.take_up(filled, actor=acting(coordinators[0]))


@pytest.fixture
def ready(in_review, coordinators, acting):
    """All points met, two voices for: it may be admitted."""
    from tenants.admission.charter import CRITERIA
    from tenants.admission.domain import decision, review

    for each in CRITERIA:
        review.assess(in_review, each.key, "met", "", actor=acting(coordinators[0]))
    for user in coordinators[:2]:
        decision.vote(in_review, "for", "", actor=acting(user))
    return in_review


@pytest.fixture
def admitted(ready, coordinators, acting):
    """An admitted candidacy."""
    from tenants.admission.domain import decision

    return decision.decide(ready, admit=True, reasons="Les quatre points sont remplis.", actor=acting(coordinators[0]))
