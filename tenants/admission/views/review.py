"""One candidacy, for the coordination: its dossier, the charter's points, questions, the decision, its history."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tenants.admission import rules, sections
from tenants.admission.charter import CRITERIA
from tenants.admission.domain import dashboard, decision, documents, members, naming, queries, review
from tenants.admission.domain.queries import progress_of
from tenants.admission.domain.undertakings import may_go_on
from tenants.admission.forms.review import AssessForm, DecisionForm, QuestionForm, VoteForm
from tenants.admission.forms.space import AddressForm, DirectorForm, LeaveForm, ReasonForm
from tenants.admission.models import WITH_ORGANISATION, Candidacy, Progress, State, Task
from tenants.admission.views.documents import handed
from tenants.organisations.models import Organisation
from tess.identity.guards import requires
from tess.kernel.errors import Conflict, DomainError, NotFound
from tess.kernel.interface.pieces import Tab

if TYPE_CHECKING:
    from uuid import UUID

    from django import forms
    from django.http import HttpRequest, HttpResponse

DOSSIER, CHARTER, QUESTIONS, DECISION = "dossier", "charte", "questions", "decision"
SPACE, HISTORY = "espace", "histoire"
_TABS = {
    DOSSIER: gettext_lazy("Dossier"),
    CHARTER: gettext_lazy("Charter"),
    QUESTIONS: gettext_lazy("Questions"),
    DECISION: gettext_lazy("Decision"),
    SPACE: gettext_lazy("Space"),
    HISTORY: gettext_lazy("History"),
}


@requires(rules.may_review)
@require_GET
def candidacy(request: HttpRequest, pk: UUID, tab: str = DOSSIER) -> HttpResponse:
    """One side of a candidacy."""
    if tab not in _TABS:
        raise NotFound(_("There is no such page."))
    return show(request, review.get_candidacy(pk), tab)


def show(
    request: HttpRequest, found: Candidacy, tab: str, *, forms: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    """A tab; `forms` are those that were refused, by name."""
    sides = {
        DOSSIER: _dossier,
        CHARTER: _charter,
        QUESTIONS: _questions,
        DECISION: _decision,
        SPACE: _space,
        HISTORY: lambda *_args: {"events": queries.history_of(found)},
    }
    context = {
        "candidacy": found,
        "tab": tab,
        "tabs": _tabs(found, tab),
        "days_left": queries.days_left(found),
        "may_close": decision.may_close(found),
        "may_assess": found.state in {State.REVIEW, State.QUESTIONS},
        **sides[tab](request, found, forms or {}),
    }
    return render(request, f"admission/review/{tab}.html", context, status=status)


def _tabs(found: Candidacy, tab: str) -> list[Tab]:
    counted = {QUESTIONS: found.questions.count() or None}
    return [
        Tab(label, reverse("admission:candidacy_tab", args=[found.pk, key]), key == tab, counted.get(key))
        for key, label in _TABS.items()
        if key != SPACE or found.state in {State.ADMITTED, *WITH_ORGANISATION}
    ]


def _dossier(_request: HttpRequest, found: Candidacy, _forms: dict[str, forms.Form]) -> dict[str, Any]:
    return {
        "parts": [(each, queries.answers_of(found, each)) for each in sections.SECTIONS],
        "documents": list(found.documents.all()),
        "alike": dashboard.alike(found),
    }


def _charter(_request: HttpRequest, found: Candidacy, refused: dict[str, forms.Form]) -> dict[str, Any]:
    findings = {each.criterion: each for each in found.assessments.all()}
    points = []
    for each in CRITERIA:
        standing = findings.get(each.key)
        initial = {"finding": standing.finding, "remark": standing.remark} if standing else None
        shown = [(sections.BY_KEY[key].title, queries.answers_of(found, sections.BY_KEY[key])) for key in each.shown]
        points.append((each, standing, refused.get(each.key) or AssessForm(initial=initial, prefix=each.key), shown))
    return {"points": points}


def _questions(_request: HttpRequest, found: Candidacy, refused: dict[str, forms.Form]) -> dict[str, Any]:
    questions = list(found.questions.all())
    return {
        "questions": questions,
        "names": queries.names_of(each.asked_by for each in questions),
        "form": refused.get("question") or QuestionForm(),
    }


def _decision(request: HttpRequest, found: Candidacy, refused: dict[str, forms.Form]) -> dict[str, Any]:
    votes = list(found.votes.all())
    own = next((each for each in votes if each.user_id == request.actor.user_id), None)
    names = queries.names_of([*(each.user_id for each in votes), found.decided_by])
    return {
        "tally": decision.tally_of(found),
        "votes": [(names.get(each.user_id, ""), each) for each in votes],
        "decided_by": names.get(found.decided_by, ""),
        "vote_form": refused.get("vote")
        or VoteForm(prefix="vote", initial={"voice": own.voice, "remark": own.remark} if own else None),
        "decision_form": refused.get("decision") or DecisionForm(prefix="decision"),
    }


def _space(_request: HttpRequest, found: Candidacy, refused: dict[str, forms.Form]) -> dict[str, Any]:
    if found.state not in {State.ADMITTED, *WITH_ORGANISATION}:
        raise NotFound(_("There is no such page."))
    undertakings = list(found.undertakings.all())
    latest = undertakings[-1] if undertakings else None
    organisation = Organisation.objects.filter(pk=found.organisation_id).first()
    proof = members.proof_of(found) if found.state == State.LEFT else None
    return {
        "organisation": organisation,
        "progress": progress_of(latest, reverse("admission:work", args=[found.pk, latest.pk])) if latest else None,
        "stopped": latest if latest and may_go_on(latest, found) else None,
        "exports": [
            (each, members.kept_until(each))
            for each in reversed(undertakings)
            if each.task == Task.EXPORT and each.progress == Progress.DONE
        ],
        "why_not_leave": members.why_not_leave(found),
        "directors": [each.user.name for each in members.directors_of(organisation)] if organisation else [],
        "invited": members.invited_directors(organisation) if organisation else [],
        "proof": proof,
        "kept": [{**each, "until": date.fromisoformat(each["until"])} for each in (proof.kept if proof else ())],
        "export_days": members.EXPORT_DAYS,
        "address_form": refused.get("address")
        or AddressForm(initial={"name": found.name, "slug": next(iter(naming.suggestions(found.name)), "")}),
        "suspend_form": refused.get("suspend") or ReasonForm(prefix="suspend"),
        "export_form": refused.get("export") or ReasonForm(prefix="export"),
        "director_form": refused.get("director") or DirectorForm(prefix="director"),
        "leave_form": refused.get("leave") or LeaveForm(prefix="leave"),
        "is_busy": latest is not None and latest.is_under_way,
    }


@requires(rules.may_review)
@require_POST
def take_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin the review."""
    found = review.get_candidacy(pk)
    try:
        review.take_up(found, actor=request.actor)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The review has begun."))
    return redirect("admission:candidacy_tab", pk, CHARTER)


def tried(
    request: HttpRequest, found: Candidacy, tab: str, *, form: forms.Form, name: str, act: Any
) -> HttpResponse | None:
    """Do `act`; what refuses is shown at its field (the tab again), or as a message when somebody acted meanwhile."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Conflict as error:
            messages.error(request, str(error))
            return redirect("admission:candidacy_tab", found.pk, tab)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    return show(request, found, tab, forms={name: form}, status=422) if form.errors else None


@requires(rules.may_review)
@require_POST
def assess(request: HttpRequest, pk: UUID, criterion: str) -> HttpResponse:
    """Note one point of the charter."""
    found, form = review.get_candidacy(pk), AssessForm(request.POST, prefix=criterion)

    def act(said: dict[str, Any]) -> None:
        review.assess(found, criterion, said["finding"], said["remark"], actor=request.actor)

    if criterion not in {each.key for each in CRITERIA}:
        raise NotFound(_("There is no such page."))
    return tried(request, found, CHARTER, form=form, name=criterion, act=act) or redirect(
        reverse("admission:candidacy_tab", args=[pk, CHARTER]) + f"#{criterion}"
    )


@requires(rules.may_review)
@require_POST
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the candidate something."""
    found, form = review.get_candidacy(pk), QuestionForm(request.POST)

    def act(said: dict[str, Any]) -> None:
        review.ask(found, said["text"], actor=request.actor)

    refused = tried(request, found, QUESTIONS, form=form, name="question", act=act)
    if refused is None:
        messages.success(request, _("Your question is in the dossier; a letter tells the candidate."))
    return refused or redirect("admission:candidacy_tab", pk, QUESTIONS)


@requires(rules.may_review)
@require_POST
def drop(request: HttpRequest, pk: UUID, question_pk: UUID) -> HttpResponse:
    """No answer is needed any more."""
    try:
        review.drop(review.get_candidacy(pk), question_pk, actor=request.actor)
    except Conflict as error:
        messages.error(request, str(error))
    return redirect("admission:candidacy_tab", pk, QUESTIONS)


@requires(rules.may_review)
@require_POST
def vote(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give one's voice."""
    found, form = review.get_candidacy(pk), VoteForm(request.POST, prefix="vote")

    def act(said: dict[str, Any]) -> None:
        decision.vote(found, said["voice"], said["remark"], actor=request.actor)

    refused = tried(request, found, DECISION, form=form, name="vote", act=act)
    if refused is None:
        messages.success(request, _("Your voice is noted; you may change it until the decision."))
    return refused or redirect("admission:candidacy_tab", pk, DECISION)


@requires(rules.may_review)
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Admit or refuse."""
    found, form = review.get_candidacy(pk), DecisionForm(request.POST, prefix="decision")

    def act(said: dict[str, Any]) -> None:
        decision.decide(found, admit=said["outcome"] == "admit", reasons=said["reasons"], actor=request.actor)

    refused = tried(request, found, DECISION, form=form, name="decision", act=act)
    if refused is None:
        messages.success(request, _("The decision is taken; a letter tells the candidate."))
    return refused or redirect("admission:candidacy_tab", pk, DECISION)


@requires(rules.may_review)
@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Wait no longer for a candidate whose time is over."""
    try:
        decision.close(review.get_candidacy(pk), actor=request.actor)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The candidacy is closed; a letter tells the candidate."))
    return redirect("admission:candidacy", pk)


@requires(rules.may_review)
@require_GET
def document(request: HttpRequest, pk: UUID, document_pk: UUID) -> HttpResponse:
    """A document of the dossier, as a download; the reading is written down."""
    found = review.get_candidacy(pk)
    try:
        return handed(documents.get_document_for(found, document_pk), actor=request.actor)
    except Conflict as error:
        messages.error(request, str(error))
        return redirect("admission:candidacy", pk)
