"""A candidacy with a document, for paths."""

from __future__ import annotations

from typing import Any

from django.db import connection

from tenants.admission.domain import access, candidacies, documents
from tenants.admission.models import Candidacy

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"


def filled() -> dict[str, Any]:
    """What paths need of an admission."""
    with connection.as_application():
        made = candidacies.open_candidacy(
            name="Écoute Estran", contact_name="Yann Corre", contact_email="contact@estran.example"
        )
        access.use_code(made.pk, access.code_of(made))
        candidacy = Candidacy.objects.get(contact_email="contact@estran.example")
        document = documents.add(candidacy, kind="statutes", name="statuts.pdf", content=PDF)
        letter = access.ask("contact@estran.example")
        return {
            "candidacy": candidacy.pk,
            "section": "identity",
            "document": document.pk,
            "letter": letter.pk,
            "token": "0" * 64,
        }
