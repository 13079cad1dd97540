"""The clock of candidacies: reminders, and the erasure of dossiers once their stated time is over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tenants.admission.domain import files
from tenants.admission.domain.access import tell_coordinators
from tenants.admission.domain.steps import ENGINE, REMIND_BEFORE, WAITS_FOR_CANDIDATE, note
from tenants.admission.models import Access, Candidacy, Kind, State
from tess.kernel import audit, mail

if TYPE_CHECKING:
    from uuid import UUID

UNVERIFIED_DAYS = 2  # a dossier whose contact never opened the letter
KEPT_DAYS = {State.REFUSED: 365, State.WITHDRAWN: 365, State.LEFT: 5 * 365}  # after that, nothing is left of them


def remind() -> int:
    """Write to whoever must act: once before a step's last day, once when it is over. Returns how many were due."""
    today, due = timezone.localdate(), 0
    soon = Q()
    for state, days in REMIND_BEFORE.items():
        soon |= Q(state=state, reminded_at=None, deadline__lte=today + timedelta(days=days))
    late = Q(overdue_at=None, deadline__lt=today)
    found = Candidacy.objects.filter(contact_verified_at__isnull=False).filter(soon | late)
    for pk in found.values_list("pk", flat=True):
        due += _remind(pk)
    return due


@transaction.atomic
def _remind(pk: UUID) -> bool:
    standing = Candidacy.objects.select_for_update().filter(pk=pk).first()
    if standing is None or standing.deadline is None:
        return False
    today, now = timezone.localdate(), timezone.now()
    if standing.state == State.DRAFT and standing.reminded_at is None and standing.deadline < today:
        standing.deadline = today + timedelta(days=REMIND_BEFORE[State.DRAFT])  # never erased without a word before
    if standing.deadline < today:
        if standing.overdue_at is not None:
            return False
        standing.reminded_at = standing.reminded_at or now
        standing.overdue_at = now
        if standing.state != State.DRAFT:  # a draft is the candidate's alone
            tell_coordinators("admission.due", standing)
        note(standing, Kind.OVERDUE, ENGINE)
    else:
        before = REMIND_BEFORE.get(State(standing.state))
        if standing.reminded_at is not None or before is None or standing.deadline > today + timedelta(days=before):
            return False
        standing.reminded_at = now
        if standing.state in WAITS_FOR_CANDIDATE:
            mail.post("admission.reminder", {"candidacy": str(standing.pk)})
        else:
            tell_coordinators("admission.due", standing)
        note(standing, Kind.REMINDED, ENGINE)
    standing.save(update_fields=["deadline", "reminded_at", "overdue_at"])
    return True


def erase_what_is_over() -> int:
    """Erase the dossiers whose time is over, each in its own transaction; returns how many. Ways in that ended go too."""
    now, today = timezone.now(), timezone.localdate()
    Access.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()
    over = Q(contact_verified_at=None, state=State.DRAFT, created_at__lt=now - timedelta(days=UNVERIFIED_DAYS))
    over |= Q(state=State.DRAFT, deadline__lt=today, reminded_at__lt=now - timedelta(days=1))
    for state, days in KEPT_DAYS.items():
        over |= Q(state=state, state_since__lt=now - timedelta(days=days))
    return sum(_erase(pk, over) for pk in Candidacy.objects.filter(over).values_list("pk", flat=True))


@transaction.atomic
def _erase(pk: UUID, over: Q) -> bool:
    standing = Candidacy.objects.select_for_update().filter(over, pk=pk).first()
    if standing is None:  # somebody came back to it meanwhile
        return False
    audit.record(ENGINE, "admission.candidacy.erased", standing)
    standing.delete()
    transaction.on_commit(lambda: files.remove_all(pk))
    return True
