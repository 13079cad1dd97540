"""The letters of an admission: to the candidate at each step, to the coordination when it is its turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.admission.models import Access, Candidacy, Document
from tess.kernel import mail
from tess.kernel.mail import Letter
from tess.kernel.tenancy.hosts import collective_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise


@mail.letter("admission.access")
def access(payload: Mapping[str, Any]) -> Letter | None:
    """The six digits and the link; nothing once they are of no use."""
    from tenants.admission.domain.access import code_of, token_of

    found = Access.objects.select_related("candidacy").filter(pk=payload["access"], used_at=None).first()
    if found is None or found.expires_at <= timezone.now():
        return None
    link = collective_url(reverse("admission:key", args=[found.pk, token_of(found)], urlconf=_URLS))
    context = {"code": code_of(found), "link": link, "candidacy": found.candidacy, "expires_at": found.expires_at}
    return Letter(found.email, str(_("The way to your dossier")), "admission/mails/access", context)


_URLS = "tess.config.urls_collective"


def _to_candidate(
    payload: Mapping[str, Any], subject: str | Promise, template: str, states: tuple[str, ...] = (), **more: Any
) -> Letter | None:
    """To the contact of a dossier that is (still) in one of `states`; any when there are none."""
    found = Candidacy.objects.filter(pk=payload["candidacy"]).first()
    if found is None or found.contact_verified_at is None or (states and found.state not in states):
        return None
    link = collective_url(reverse("admission:dossier", args=[found.pk], urlconf=_URLS))
    context = {"candidacy": found, "link": link, **more}
    return Letter(found.contact_email, str(subject), f"admission/mails/{template}", context)


@mail.letter("admission.received")
def received(payload: Mapping[str, Any]) -> Letter | None:
    """The dossier arrived."""
    return _to_candidate(payload, _("Your dossier has arrived"), "received")


@mail.letter("admission.infected")
def infected(payload: Mapping[str, Any]) -> Letter | None:
    """The scanner found something in a document."""
    document = Document.objects.filter(pk=payload["document"]).first()
    if document is None:
        return None
    subject = _("A document of your dossier could not be kept")
    return _to_candidate({"candidacy": document.candidacy_id}, subject, "infected", document=document)
