"""The way to a dossier: a letter to its contact's address with six digits and a link, good once and for half an hour.

Neither is stored: an HMAC under the installation's secret makes them from the row's id, for the letter and for the check.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from tenants.admission.domain.steps import CANDIDATE, note
from tenants.admission.models import Access, Candidacy, Kind
from tess.identity.domain.queries import members_of
from tess.identity.roles import Role
from tess.kernel import audit, mail
from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from uuid import UUID

MINUTES = 30
TRIES = 5
_SALT = "tenants.admission.access"


def code_of(access: Access) -> str:
    """The six digits of a letter."""
    mac = salted_hmac(f"{_SALT}.code", access.pk.hex, algorithm="sha256").digest()
    return f"{int.from_bytes(mac[:8]) % 1_000_000:06d}"


def token_of(access: Access) -> str:
    """The last part of a letter's link."""
    return salted_hmac(f"{_SALT}.link", access.pk.hex, algorithm="sha256").hexdigest()


def make(email: str, *, candidacy: Candidacy | None, known: bool) -> Access:
    """A way in and, when the address is known, its letter; in the caller's transaction."""
    access = Access.objects.create(
        email=email, candidacy=candidacy, known=known, expires_at=timezone.now() + timedelta(minutes=MINUTES)
    )
    if known:
        mail.post("admission.access", {"access": str(access.pk)})
    return access


@transaction.atomic
def ask(email: str) -> Access:
    """A way in for an address, known or not: the answer is the same, the letter goes only to the known."""
    return make(email.lower(), candidacy=None, known=Candidacy.objects.filter(contact_email=email.lower()).exists())


def use_code(pk: UUID, typed: str) -> Access:
    """The way in, used up, for whoever types its six digits. Raises DomainError; a wrong answer counts, five end it."""
    digits = "".join(letter for letter in typed if letter.isalnum())
    with transaction.atomic():  # the count stays, whatever comes after
        counted = _usable(pk).filter(tries__lt=TRIES).update(tries=F("tries") + 1)
    access = Access.objects.filter(pk=pk).first() if counted else None
    if access is None:
        raise DomainError(_("This code is no longer valid. Ask for a new letter."), field="code")
    if not access.known or not constant_time_compare(digits.encode(), code_of(access).encode()):
        raise DomainError(
            _("These are not the six digits of the letter. Look at the latest one; after five tries ask for another."),
            field="code",
        )
    return _use(access)


def is_usable(pk: UUID, token: str) -> bool:
    """Whether a link still opens; nothing is used up: mail programs open links before people do."""
    access = _usable(pk).first()
    return access is not None and access.known and constant_time_compare(token, token_of(access))


def use_link(pk: UUID, token: str) -> Access:
    """The way in, used up, for whoever holds the link. Raises DomainError when it is over, used, or made up."""
    access = _usable(pk).first()
    if access is None or not access.known or not constant_time_compare(token, token_of(access)):
        raise DomainError(_("This link is no longer valid. Ask for a new letter."))
    return _use(access)


def _usable(pk: UUID):  # type: ignore[no-untyped-def]  # noqa: ANN202  a queryset
    return Access.objects.filter(pk=pk, used_at=None, expires_at__gt=timezone.now())


@transaction.atomic
def _use(access: Access) -> Access:
    now = timezone.now()
    if not _usable(access.pk).update(used_at=now):
        raise DomainError(_("This letter was used already. Ask for a new one."), field="code")
    fresh = Candidacy.objects.filter(contact_email=access.email, contact_verified_at=None)
    for candidacy in fresh.select_for_update():
        candidacy.contact_verified_at = now
        candidacy.save(update_fields=["contact_verified_at"])
        note(candidacy, Kind.VERIFIED, CANDIDATE)
        audit.record(CANDIDATE, "admission.candidacy.verified", candidacy, fields=["contact_verified_at"])
    return access


def tell_coordinators(letter: str, candidacy: Candidacy) -> None:
    """A letter to each coordinator, in the caller's transaction."""
    for membership in members_of(None).filter(roles__contains=[Role.COORDINATOR.value]):
        mail.post(letter, {"candidacy": str(candidacy.pk), "user": str(membership.user_id)})
