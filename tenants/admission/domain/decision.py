"""The vote and the decision. The rule is data; what it says is shown before anybody decides, and checked when they do."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.admission import checks
from tenants.admission.charter import CRITERIA
from tenants.admission.domain.steps import locked, move, note
from tenants.admission.models import Candidacy, Finding, Kind, State, Voice, Vote
from tess.identity.domain.queries import members_of
from tess.identity.roles import Role
from tess.kernel import audit, mail
from tess.kernel.errors import Conflict, DomainError, Refused

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from tess.kernel.actor import Actor

_LONGEST = {"reasons": 5000, "remark": 2000}


@dataclass(frozen=True, slots=True)
class Rule:
    """`quorum`: the share of coordinators who must have given a voice, abstentions included.

    `majority`: the share of voices for, among those for and against, that an admission must pass.
    """

    quorum: Fraction
    majority: Fraction


RULE = Rule(quorum=Fraction(1, 2), majority=Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Tally:
    """Where the vote stands. Only coordinators of today count: one who left is heard no more."""

    coordinators: int
    for_: int
    against: int
    abstain: int
    unmet: tuple[str, ...]  # points of the charter found not met
    unclear: tuple[str, ...]  # points not looked at yet, or to clarify

    @property
    def voices(self) -> int:
        """How many gave a voice."""
        return self.for_ + self.against + self.abstain

    @property
    def needed(self) -> int:
        """How many must have given one."""
        return max(1, ceil(self.coordinators * RULE.quorum))

    @property
    def has_quorum(self) -> bool:
        """Whether enough did."""
        return self.voices >= self.needed

    @property
    def has_majority(self) -> bool:
        """Whether those for are more than the rule asks of those for and against."""
        return self.for_ > (self.for_ + self.against) * RULE.majority

    @property
    def why_not_admit(self) -> str:
        """What stands in the way of an admission; nothing when it may be decided."""
        if self.unclear:
            return _("Not looked at to the end: %(what)s.") % {"what": ", ".join(self.unclear)}
        if self.unmet:
            return _("Not met: %(what)s. The charter's four points are all needed.") % {"what": ", ".join(self.unmet)}
        return self._why_not_yet or ("" if self.has_majority else _("There are not more voices for than against."))

    @property
    def why_not_refuse(self) -> str:
        """What stands in the way of a refusal; nothing when it may be decided."""
        if self._why_not_yet:
            return self._why_not_yet
        if self.unmet or not self.has_majority:
            return ""
        return _("There are more voices for than against, and no point of the charter is found not met.")

    @property
    def _why_not_yet(self) -> str:
        if self.has_quorum:
            return ""
        return _("%(voices)s of %(needed)s voices needed are given.") % {"voices": self.voices, "needed": self.needed}


def tally_of(candidacy: Candidacy) -> Tally:
    """Where the vote on a candidacy stands."""
    there = coordinators()
    voices = [vote.voice for vote in candidacy.votes.all() if vote.user_id in there]
    findings = {each.criterion: each.finding for each in candidacy.assessments.all()}
    return Tally(
        coordinators=len(there),
        for_=voices.count(Voice.FOR),
        against=voices.count(Voice.AGAINST),
        abstain=voices.count(Voice.ABSTAINS),
        unmet=tuple(str(each.label) for each in CRITERIA if findings.get(each.key) == Finding.NOT_MET),
        unclear=tuple(
            str(each.label) for each in CRITERIA if findings.get(each.key, Finding.TO_CLARIFY) == Finding.TO_CLARIFY
        ),
    )


def coordinators() -> Collection[UUID]:
    """The accounts that may vote today."""
    found = members_of(None).filter(roles__contains=[Role.COORDINATOR.value])
    return set(found.values_list("user_id", flat=True))


@transaction.atomic
def vote(candidacy: Candidacy, voice: str, remark: str, *, actor: Actor) -> Vote:
    """Give one's voice, or change it while nothing is decided. Raises DomainError, Conflict, Refused."""
    standing = locked(candidacy)
    if actor.user_id is None:
        raise Refused(_("A voice is a person's."))
    if voice not in Voice.values:
        raise DomainError(_("Choose one of the answers."), field="voice")
    if standing.state not in {State.REVIEW, State.QUESTIONS}:
        raise Conflict(
            _("The candidacy of %(name)s is now “%(state)s”: somebody acted meanwhile. Nothing was changed.")
            % {"name": standing.name, "state": standing.get_state_display()}
        )
    found, _created = Vote.objects.update_or_create(
        candidacy=standing,
        user_id=actor.user_id,
        defaults={"voice": voice, "remark": _short(remark, "remark"), "at": timezone.now()},
    )
    note(standing, Kind.VOTED, actor)
    audit.record(actor, "admission.candidacy.voted", standing, fields=["voice"])
    return found


@transaction.atomic
def decide(candidacy: Candidacy, *, admit: bool, reasons: str, actor: Actor) -> Candidacy:
    """Admit or refuse, with reasons the candidate reads. Of two who decide at once the first is heard.

    Raises DomainError when the rule isn't met or there are no reasons, Conflict when it is decided already.
    """
    standing = locked(candidacy)
    move(standing, State.ADMITTED if admit else State.REFUSED)
    reasons = _short(reasons, "reasons")
    if not reasons:
        raise DomainError(_("Write the reasons: the candidate reads them."), field="reasons")
    tally = tally_of(standing)
    obstacle = tally.why_not_admit if admit else tally.why_not_refuse
    if obstacle:
        raise DomainError(obstacle, field="outcome")
    standing.reasons, standing.decided_by, standing.decided_at = reasons, actor.user_id, timezone.now()
    standing.save()
    told = _("%(for_)s for, %(against)s against, %(abstain)s abstaining") % {
        "for_": tally.for_,
        "against": tally.against,
        "abstain": tally.abstain,
    }
    note(standing, Kind.ADMITTED if admit else Kind.REFUSED, actor, told)
    verb = "admitted" if admit else "refused"
    audit.record(actor, f"admission.candidacy.{verb}", standing, fields=["state", "reasons"])
    mail.post(f"admission.{verb}", {"candidacy": str(standing.pk)})
    return standing


def may_close(candidacy: Candidacy) -> bool:
    """Whether the coordination may give up waiting: the candidate's time to answer, or to choose an address, is over."""
    waits = candidacy.state in {State.QUESTIONS, State.ADMITTED}
    return waits and candidacy.deadline is not None and candidacy.deadline < timezone.localdate()


@transaction.atomic
def close(candidacy: Candidacy, *, actor: Actor) -> Candidacy:
    """End a candidacy whose candidate gives no news any more: it is withdrawn, and may begin again. Raises Conflict."""
    standing = locked(candidacy)
    if not may_close(standing):
        raise Conflict(_("The candidate still has time, or acted meanwhile. Nothing was changed."))
    move(standing, State.WITHDRAWN)
    standing.save()
    note(standing, Kind.CLOSED, actor)
    audit.record(actor, "admission.candidacy.closed", standing, fields=["state"])
    mail.post("admission.closed", {"candidacy": str(standing.pk)})
    return standing


def _short(text: str, field: str) -> str:
    kept = checks.prose(text)
    if len(kept) > _LONGEST[field]:
        raise DomainError(_("Shorten it to %(count)s characters.") % {"count": _LONGEST[field]}, field=field)
    return kept
