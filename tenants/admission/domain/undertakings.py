"""Long work, resumed wherever it was cut: the row is the truth, a lock says who does it now, each piece may be done again.

Work that makes or erases an organisation is done by the one process that owns the tables (docs/adr/0065); exports by any.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.admission.domain.access import tell_coordinators
from tenants.admission.domain.steps import ENGINE, locked
from tenants.admission.models import Progress, State, Task, Undertaking
from tess.kernel import audit
from tess.kernel.actor import Actor
from tess.kernel.errors import Conflict, DomainError
from tess.kernel.tenancy.db import connection
from tess.kernel.tenancy.names import OWNER_ALIAS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from tenants.admission.models import Candidacy

    Work = Callable[[Undertaking, Callable[[str], None]], None]

logger = logging.getLogger(__name__)

OWNERS = (Task.PROVISIONING, Task.ERASURE)
ANYBODYS = (Task.EXPORT,)
MOST_TRIES = 6
_FIRST_PAUSE = 3  # seconds before it is tried again; then twice as long each time
_works: dict[str, Work] = {}


class Impossible(DomainError):
    """The work can't be done, today or tomorrow; its message is for the coordination. Nothing is tried again."""


def does(task: Task) -> Callable[[Work], Work]:
    """Register what does a task. It may be called again after a kill at any moment, and marks itself done at its end."""

    def register(work: Work) -> Work:
        _works[task] = work
        return work

    return register


def ask_for(candidacy: Candidacy, task: Task, *, actor: Actor, **said: str) -> Undertaking:
    """Have work done, in the caller's transaction, which holds the candidacy; what is `said` of it stays in its result.

    Raises Conflict when it is asked for already.
    """
    if candidacy.undertakings.filter(task=task, progress__in=[Progress.WAITING, Progress.RUNNING]).exists():
        raise Conflict(_("This is under way already."))
    made = Undertaking.objects.create(candidacy=candidacy, task=task, asked_by=actor.user_id, result=said)
    transaction.on_commit(lambda: _ring(task))
    return made


def asker_of(undertaking: Undertaking) -> Actor:
    """In whose name it is done."""
    return Actor(undertaking.asked_by, None) if undertaking.asked_by else ENGINE


def _ring(task: Task) -> None:
    from tenants.admission import tasks

    try:
        (tasks.work_as_owner if task in OWNERS else tasks.work).enqueue()
    except Exception:  # noqa: BLE001  the broker may be down: the row is safe and the periodic sweep finds it
        logger.warning("the broker did not answer; what was asked for is found by the sweep")


def take_up(tasks: tuple[Task, ...]) -> int:
    """Do what waits, and what a process that died left half-way; returns how many were tried. As the application."""
    if set(tasks) & set(OWNERS) and OWNER_ALIAS not in settings.DATABASES:
        logger.warning("this process doesn't own the tables: what makes or erases an organisation waits")
        return 0
    waiting = Undertaking.objects.filter(task__in=tasks, progress__in=[Progress.WAITING, Progress.RUNNING])
    tried = 0
    for pk in waiting.order_by("asked_at").values_list("pk", flat=True):
        tried += run(pk)
    return tried


def run(pk: UUID) -> bool:
    """Do one piece of work, unless somebody does it now or it just failed; returns whether it was tried."""
    with _alone(pk) as alone:
        undertaking = _begun(pk) if alone else None
        if undertaking is None:
            return False
        if undertaking.tries > MOST_TRIES:  # each time its process died: out of memory, or of time
            _stop(undertaking, _("it was cut on its way, time and again"))
            return True
        try:
            _works[undertaking.task](undertaking, lambda step: _say(pk, step))
        except Impossible as error:
            _stop(undertaking, str(error))
        except Exception as error:
            logger.exception("undertaking %s (%s) failed", pk, undertaking.task)
            if undertaking.tries >= MOST_TRIES:
                told = str(error) if isinstance(error, DomainError) else type(error).__name__
                _stop(undertaking, told)
        return True


@contextmanager
def _alone(pk: UUID) -> Iterator[bool]:
    """Hold the work while it is done. Postgres lets go of it when this process dies, however it dies."""
    key = f"undertaking {pk}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.as_application(), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])


@transaction.atomic
def _begun(pk: UUID) -> Undertaking | None:
    found = (
        Undertaking.objects.select_for_update()
        .filter(Q(progress=Progress.WAITING) | Q(progress=Progress.RUNNING), pk=pk)
        .first()
    )
    if found is None:
        return None
    pause = timedelta(seconds=_FIRST_PAUSE * 2 ** max(0, found.tries - 1)) if found.tries else timedelta()
    if found.begun_at and timezone.now() < found.begun_at + pause:
        return None
    found.progress, found.begun_at, found.tries = Progress.RUNNING, timezone.now(), found.tries + 1
    found.save(update_fields=["progress", "begun_at", "tries"])
    return found


def _say(pk: UUID, step: str) -> None:
    Undertaking.objects.filter(pk=pk).update(step=step[:120])


def done(undertaking: Undertaking, **result: str | int) -> None:
    """Mark it done, in the transaction of its last piece."""
    Undertaking.objects.filter(pk=undertaking.pk).update(
        progress=Progress.DONE, done_at=timezone.now(), step="", failure="", result=result
    )


@transaction.atomic
def _stop(undertaking: Undertaking, why: str) -> None:
    Undertaking.objects.filter(pk=undertaking.pk).update(
        progress=Progress.FAILED, done_at=timezone.now(), step="", failure=why[:500]
    )
    tell_coordinators("admission.stopped", undertaking.candidacy)


def may_export(candidacy: Candidacy) -> bool:
    """Whether there is a space, and nobody asked for its erasure: an archive must not outlive what is erased."""
    return candidacy.is_member and latest_of(candidacy, Task.ERASURE) is None


def latest_of(candidacy: Candidacy, task: Task) -> Undertaking | None:
    """The last time a task was asked for."""
    found: Undertaking | None = candidacy.undertakings.filter(task=task).order_by("-asked_at").first()
    return found


@transaction.atomic
def again(undertaking: Undertaking, *, actor: Actor) -> None:
    """Try what stopped once more. Raises Conflict when it didn't stop, or when there is nothing to go on with."""
    standing = locked(undertaking.candidacy)
    found = Undertaking.objects.get(pk=undertaking.pk)
    if not may_go_on(found, standing):
        raise Conflict(_("There is nothing to take up here any more. Look at the page again."))
    found.progress, found.tries, found.begun_at, found.done_at, found.failure = Progress.WAITING, 0, None, None, ""
    found.save(update_fields=["progress", "tries", "begun_at", "done_at", "failure"])
    audit.record(actor, "admission.work.again", found, fields=[found.task])
    transaction.on_commit(lambda: _ring(Task(found.task)))


def may_go_on(undertaking: Undertaking, candidacy: Candidacy) -> bool:
    """Whether work that stopped may be tried again: the latest of its kind, while what it is for still stands."""
    if undertaking.progress != Progress.FAILED:
        return False
    if undertaking.task == Task.PROVISIONING and candidacy.state != State.PROVISIONING:
        return False  # the address went back to the candidate, who chooses another
    if undertaking.task == Task.EXPORT and not may_export(candidacy):
        return False
    return not candidacy.undertakings.filter(task=undertaking.task, asked_at__gt=undertaking.asked_at).exists()
