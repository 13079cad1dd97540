"""Signing the charter, at the organisation's host, under its role."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from cms.charter import rules
from cms.charter.models import CharterSignature
from tess.identity.models import Colleague
from tess.kernel import audit
from tess.kernel.errors import Conflict, Refused

if TYPE_CHECKING:
    from cms.charter.models import CharterPage, Entry
    from tess.kernel.actor import Actor


def hash_of(page: CharterPage) -> str:
    """The hash of what one reads: numbers, titles and texts in order, whatever their white space and Unicode form."""
    read = [page.title, page.lead, [_told(entry) for entry in page.entries()]]
    text = json.dumps(read, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _told(entry: Entry) -> list[object]:
    words = [entry.number, entry.title, entry.text, entry.shown_by]
    plain = [" ".join(unicodedata.normalize("NFC", word).split()) for word in words]
    return [*plain, [_told(child) for child in entry.children]]


@transaction.atomic
def sign(page: CharterPage, text_hash: str, *, actor: Actor) -> CharterSignature:
    """Commit the actor's organisation to the charter as it stands. Signing the same text again changes nothing.

    `text_hash` is that of the text the person had before their eyes. Raises Refused, and Conflict when the text has
    changed meanwhile.
    """
    if not rules.may_sign(actor) or actor.organisation_id is None or actor.user_id is None:
        raise Refused(_("Only the direction signs the charter for its organisation."))
    if not constant_time_compare(text_hash, hash_of(page)):
        raise Conflict(_("The charter has changed while you were reading it. Read it again before you sign."))
    try:
        with transaction.atomic():
            signature = CharterSignature.objects.create(
                organisation_id=actor.organisation_id, user_id=actor.user_id, text_hash=text_hash
            )
    except IntegrityError:  # signed already, by this person in another tab or by another director
        return CharterSignature.objects.get(organisation_id=actor.organisation_id, text_hash=text_hash)
    audit.record(actor, "charter.signature.given", signature, fields=["text_hash"])
    return signature


def signature_of(text_hash: str) -> CharterSignature | None:
    """The signature the organisation in force put under this text, if it did."""
    return CharterSignature.objects.filter(text_hash=text_hash).first()


def latest_signature() -> CharterSignature | None:
    """The last signature of the organisation in force, under whatever text."""
    return CharterSignature.objects.order_by("-signed_at").first()


def signer_of(signature: CharterSignature) -> str:
    """The name of who signed; nothing once they have left the organisation."""
    return Colleague.objects.filter(pk=signature.user_id).values_list("name", flat=True).first() or ""


def has_signed() -> bool:
    """Whether the organisation in force has signed a charter at all."""
    return CharterSignature.objects.exists()
