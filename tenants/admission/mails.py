"""The letters of an admission: to the candidate at each step, to the coordination when it is its turn.

Built when they leave, from what is true then: a letter about a step that is over is not written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tenants.admission.models import Access, Candidacy, Document, Progress, State, Undertaking
from tess.identity.models import User
from tess.kernel import mail
from tess.kernel.mail import Letter
from tess.kernel.tenancy.hosts import collective_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Said = tuple[str, list[str]]  # subject, paragraphs
    Words = Callable[[Candidacy], Said | None]
    Builder = Callable[[Mapping[str, Any]], Letter | None]

_URLS = "tess.config.urls_collective"


@mail.letter("admission.access")
def access(payload: Mapping[str, Any]) -> Letter | None:
    """The six digits and the link; nothing once they are of no use."""
    from tenants.admission.domain.access import code_of, token_of

    found = Access.objects.filter(pk=payload["access"], used_at=None).first()
    if found is None or found.expires_at <= timezone.now():
        return None
    link = collective_url(reverse("admission:key", args=[found.pk, token_of(found)], urlconf=_URLS))
    context = {"code": code_of(found), "link": link, "expires_at": found.expires_at}
    return Letter(found.email, _("The way to your dossier"), "admission/mails/access", context)


def _to_candidate(name: str) -> Callable[[Words], Words]:
    """Register a letter to a dossier's contact, whose subject and paragraphs the function says; None: nothing to say."""

    def register(words: Words) -> Words:
        @mail.letter(name)
        def build(payload: Mapping[str, Any]) -> Letter | None:
            found = Candidacy.objects.filter(pk=payload["candidacy"], contact_verified_at__isnull=False).first()
            said = words(found) if found else None
            if found is None or said is None or not found.contact_email:
                return None
            link = collective_url(reverse("admission:dossier", args=[found.pk], urlconf=_URLS))
            return _letter(found.contact_email, said, _("Open my dossier"), link)

        return words

    return register


def _to_coordinator(name: str) -> Callable[[Words], Words]:
    """The same to one coordinator, whom the payload names."""

    def register(words: Words) -> Words:
        @mail.letter(name)
        def build(payload: Mapping[str, Any]) -> Letter | None:
            found = Candidacy.objects.filter(pk=payload["candidacy"]).first()
            reader = User.objects.filter(pk=payload["user"], is_active=True).first()
            said = words(found) if found else None
            if found is None or reader is None or said is None:
                return None
            link = collective_url(reverse("admission:candidacy", args=[found.pk], urlconf=_URLS))
            return _letter(reader.email, said, _("Open the candidacy"), link)

        return words

    return register


def _letter(to: str, said: Said, action: str, link: str) -> Letter:
    subject, paragraphs = said
    return Letter(to, subject, "admission/mails/said", {"said": paragraphs, "action": action, "link": link})


def _day(candidacy: Candidacy) -> str:
    return date_format(candidacy.deadline, "j F Y") if candidacy.deadline else ""


@_to_candidate("admission.received")
def _received(candidacy: Candidacy) -> Said | None:
    told = {"name": candidacy.name, "day": _day(candidacy)}
    if candidacy.state == State.SUBMITTED:
        said = _(
            "The dossier of %(name)s has arrived. The coordination begins to read it by %(day)s, and writes to you when it"
            " has a question or has decided."
        )
    elif candidacy.state == State.REVIEW:
        said = _(
            "The dossier of %(name)s has arrived. The coordination reads it, and writes to you when it has a question or"
            " has decided."
        )
    else:
        return None
    return _("Your dossier has arrived"), [said % told]


@_to_candidate("admission.asked")
def _asked(candidacy: Candidacy) -> Said | None:
    if candidacy.state != State.QUESTIONS:
        return None
    return _("The coordination has a question for you"), [
        _("To go on with the candidacy of %(name)s, the coordination needs an answer by %(day)s.")
        % {"name": candidacy.name, "day": _day(candidacy)},
        _("It is in your dossier, where you answer and may add a document."),
    ]


@_to_candidate("admission.admitted")
def _admitted(candidacy: Candidacy) -> Said | None:
    if candidacy.state != State.ADMITTED:
        return None
    return _("Your candidacy is admitted"), [
        _("%(name)s is admitted to the collective. Welcome.") % {"name": candidacy.name},
        _(
            "What is left: choose the address of your space, by %(day)s. It opens within a minute, and your director is invited."
        )
        % {"day": _day(candidacy)},
    ]


@_to_candidate("admission.refused")
def _refused(candidacy: Candidacy) -> Said:
    return _("The decision on your candidacy"), [
        _("The coordination did not admit %(name)s. Its reasons are in your dossier.") % {"name": candidacy.name},
        _("You may apply again, with the answers you gave. The dossier is erased in a year."),
    ]


@_to_candidate("admission.closed")
def _closed(candidacy: Candidacy) -> Said | None:
    if candidacy.state != State.WITHDRAWN:
        return None
    return _("Your candidacy is closed"), [
        _("Without news of you, the coordination has closed the candidacy of %(name)s.") % {"name": candidacy.name},
        _("You may apply again, with the answers you gave. The dossier is erased in a year."),
    ]


@_to_candidate("admission.reminder")
def _reminder(candidacy: Candidacy) -> Said | None:
    told = {"name": candidacy.name, "day": _day(candidacy)}
    if candidacy.state == State.DRAFT:
        return _("Your dossier waits for you"), [
            _("Nobody has touched the dossier of %(name)s for a while. It is kept until %(day)s, then erased.") % told,
            _("One change is enough to keep it two months more."),
        ]
    if candidacy.state == State.QUESTIONS:
        return _("A question waits for your answer"), [
            _("The coordination waits for your answer until %(day)s to go on with %(name)s.") % told
        ]
    if candidacy.state == State.ADMITTED:
        return _("Your space waits for its address"), [
            _("%(name)s is admitted. Choose the address of its space by %(day)s.") % told
        ]
    return None


@_to_candidate("admission.space_open")
def _space_open(candidacy: Candidacy) -> Said | None:
    if candidacy.state != State.ACTIVE:
        return None
    return _("Your space is open"), [
        _("The space of %(name)s is open. An invitation went to your director, at the address your dossier gives.")
        % {"name": candidacy.name}
    ]


@_to_candidate("admission.name_lost")
def _name_lost(candidacy: Candidacy) -> Said | None:
    if candidacy.state != State.ADMITTED:
        return None
    return _("Choose another address"), [
        _("The address you chose for %(name)s could not be kept. Nothing was opened; choose another.")
        % {"name": candidacy.name}
    ]


@mail.letter("admission.infected")
def infected(payload: Mapping[str, Any]) -> Letter | None:
    """The scanner found something in a document."""
    document = Document.objects.select_related("candidacy").filter(pk=payload["document"]).first()
    if document is None:
        return None
    said = [
        _("A virus was found in a document of your dossier (%(what)s). Nobody opens it.")
        % {"what": document.get_kind_display()},
        _("Have the machine it comes from looked at, then send a sound copy."),
    ]
    link = collective_url(reverse("admission:documents", args=[document.candidacy_id], urlconf=_URLS))
    subject = _("A document of your dossier could not be kept")
    return _letter(document.candidacy.contact_email, (subject, said), _("Open my dossier"), link)


@_to_coordinator("admission.to_review")
def _to_review(candidacy: Candidacy) -> Said | None:
    if candidacy.state != State.SUBMITTED:
        return None
    return _("A candidacy has arrived"), [
        _("%(name)s applies to the collective. Its review should begin by %(day)s.")
        % {"name": candidacy.name, "day": _day(candidacy)}
    ]


@_to_coordinator("admission.answered")
def _answered(candidacy: Candidacy) -> Said | None:
    if candidacy.state != State.REVIEW:
        return None
    return _("A candidate has answered"), [
        _("%(name)s has answered your questions. The decision is due by %(day)s.")
        % {"name": candidacy.name, "day": _day(candidacy)}
    ]


@_to_coordinator("admission.withdrawn")
def _withdrawn(candidacy: Candidacy) -> Said:
    return _("A candidacy is withdrawn"), [_("%(name)s doesn't go on with its candidacy.") % {"name": candidacy.name}]


@_to_coordinator("admission.due")
def _due(candidacy: Candidacy) -> Said | None:
    if candidacy.deadline is None:
        return None
    return _("A candidacy waits"), [
        _("The candidacy of %(name)s is “%(state)s”; this step is due by %(day)s.")
        % {"name": candidacy.name, "state": candidacy.get_state_display(), "day": _day(candidacy)}
    ]


@_to_coordinator("admission.infected_too")
def _infected_too(candidacy: Candidacy) -> Said:
    return _("A virus in a candidate's document"), [
        _("A document of %(name)s is kept aside: nobody can open it. The candidate was told.")
        % {"name": candidacy.name}
    ]


@_to_coordinator("admission.stopped")
def _stopped(candidacy: Candidacy) -> Said:
    return _("Something stopped on its way"), [
        _("Work for %(name)s stopped and needs you: its page says what, and how to go on.") % {"name": candidacy.name}
    ]


@mail.letter("admission.exported")
def exported(payload: Mapping[str, Any]) -> Letter | None:
    """To each director of a member whose archive was asked for, by the coordination or by another of them: who, and why."""
    from tenants.admission.domain.members import directors_of, organisation_of
    from tenants.admission.domain.queries import names_of

    found = _export_and_reader(payload)
    if found is None or found[0].asked_by == found[1].pk:
        return None
    undertaking, reader = found
    directors = {each.user_id for each in directors_of(organisation_of(undertaking.candidacy))}
    who = names_of([undertaking.asked_by]).get(undertaking.asked_by) or _("Somebody")
    asked = (
        _("%(who)s, of your direction, asked for an export of all data of %(name)s. The reason given:")
        if undertaking.asked_by in directors
        else _("%(who)s, of the coordination, asked for an export of all data of %(name)s. The reason given:")
    )
    said = [
        asked % {"who": who, "name": undertaking.candidacy.name},
        str(undertaking.result.get("reason", "")),
        _("Only the direction can fetch the archive: another letter tells you when it is ready."),
        _("If you know nothing of it, answer for your organisation: call the coordination."),
    ]
    return _to_director(reader, undertaking, _("An export of your data was asked for"), said)


@mail.letter("admission.export_ready")
def export_ready(payload: Mapping[str, Any]) -> Letter | None:
    """To each director, once the archive can be fetched: where, and until when."""
    from tenants.admission.domain.members import kept_until

    found = _export_and_reader(payload)
    if found is None or found[0].progress != Progress.DONE:
        return None
    undertaking, reader = found
    told = {
        "name": undertaking.candidacy.name,
        "until": date_format(timezone.localtime(kept_until(undertaking)), "j F Y, H:i"),
    }
    said = [
        _("The archive of all data of %(name)s is ready. It can be fetched until %(until)s, then it is gone.") % told,
        _(
            "If your organisation leaves the collective, its data may be erased then, even if nobody fetched the archive."
        ),
        _("It holds what your listeners wrote, in clear: keep it locked away."),
    ]
    return _to_director(reader, undertaking, _("Your archive is ready"), said)


def _export_and_reader(payload: Mapping[str, Any]) -> tuple[Undertaking, User] | None:
    undertaking = Undertaking.objects.select_related("candidacy").filter(pk=payload["undertaking"]).first()
    reader = User.objects.filter(pk=payload["user"], is_active=True).first()
    if undertaking is None or reader is None or not undertaking.candidacy.is_member:
        return None
    return undertaking, reader


def _to_director(reader: User, undertaking: Undertaking, subject: str, said: list[str]) -> Letter:
    link = collective_url(reverse("admission:takeout", args=[undertaking.candidacy_id], urlconf=_URLS))
    return _letter(reader.email, (subject, said), _("See our data"), link)
