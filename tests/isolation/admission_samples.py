"""Two candidacies with a document each: a draft, which is its candidate's alone, and a member's; for paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

from tenants.admission.domain import access, candidacies, documents
from tenants.admission.models import Candidacy, Progress, Question, State, Task, Undertaking

if TYPE_CHECKING:
    from tenants.organisations.models import Organisation

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"


def filled(organisation: Organisation) -> dict[str, Any]:
    """What paths need of an admission; the member is `organisation`."""
    with connection.as_application():
        draft, member = _candidacy("estran"), _candidacy("membre")
        paper, members_paper = (
            documents.add(each, kind="statutes", name="statuts.pdf", content=PDF) for each in (draft, member)
        )
        question = Question.objects.create(candidacy=member, text="Depuis quand ?")
        now = timezone.now()
        Candidacy.objects.filter(pk=member.pk).update(
            state=State.ACTIVE, slug=organisation.slug, organisation_id=organisation.pk, decided_at=now, reasons="Oui."
        )
        work = Undertaking.objects.create(candidacy=member, task=Task.EXPORT, progress=Progress.DONE, done_at=now)
        return {
            "candidacy": draft.pk,
            "section": "identity",
            "document": paper.pk,
            "letter": access.ask("contact@estran.example").pk,
            "token": "0" * 64,
            "question": question.pk,
            "member_candidacy": member.pk,
            "member_document": members_paper.pk,
            "tab": "espace",
            "criterion": "field",
            "work": work.pk,
        }


def _candidacy(name: str) -> Candidacy:
    email = f"contact@{name}.example"
    made = candidacies.open_candidacy(name=f"Écoute {name}", contact_name="Yann Corre", contact_email=email)
    access.use_code(made.pk, access.code_of(made))
    return Candidacy.objects.get(contact_email=email)
